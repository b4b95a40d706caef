// Every module adds one behaviour to a page that already works without it.
import "htmx.org";
import "./ready.js";
import "./popover.js";
import "./copy-key.js";
import "./theme.js";
import "./times.js";
import "./toast.js";
import "./unsaved.js";
import "./linked.js";
import "./keys.js";
import "./filters.js";
import "./autosubmit.js";
import "./drop-zone.js";
import "./scrollable.js";
import "./time-zone.js";
import "./quick-add.js";
import "./find-in.js";
