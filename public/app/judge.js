// Works beside the page, by the page's own program: verifies what others wrote, reads what the camera sees. What goes wrong
// here the page hears as an error.
import { initSync, judge, read } from "{{glue}}";

const works = { judge, read };

onmessage = ({ data: [module, what, about, how, to] }) => {
  initSync({ module });
  to.postMessage(works[what](about, how));
};
