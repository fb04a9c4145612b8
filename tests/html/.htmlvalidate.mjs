// What html-validate asks of a mail: all that it recommends, but for what mailboxes need. Each exception says why.
import { defineConfig } from "html-validate";

export default defineConfig({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "no-inline-style": "off", // many mailboxes drop the head, so css-inline writes the style into the elements
    "no-deprecated-attr": "off", // Outlook for Windows lays out by align, width, border, cellpadding and cellspacing
    "no-conditional-comment": "off", // ... and knows no max-width: a table of 600 pixels stands in for it
    "long-title": "off", // the title is the subject, which tells what and when; no search engine sees it
  },
});
