// Verifies beside the page, by the page's own program, what others wrote. What goes wrong here the page hears as an error.
import { initSync, judge } from "{{glue}}";

onmessage = ({ data: [module, keys, page, to] }) => {
  initSync({ module });
  to.postMessage(judge(keys, page));
};
