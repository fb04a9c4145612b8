// What html-validate asks of a page of the site: all that it recommends. Each exception says why.
import { defineConfig } from "html-validate";

export default defineConfig({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "tel-non-breaking": "off", // a number is written as staff write it, and stands on a line of its own
    "long-title": "off", // a title is the name that staff gave, with whose page it is; search engines shorten it themselves
  },
});
