// Everything that runs in the pages; each area's own script is imported here, by its name.
import Alpine from "@alpinejs/csp";

import "./asking.js";
import "./requests.js";
import "./menus.js";
import "./here.js";
import "./moments.js";
import "./controls.js";
import "./people.js";
import "./choosing.js";
import "./duty.js";
import "./desk.js";
import "./hand.js";
import "./visits.js";
import "./inspections.js";
import "./ticket.js";
import "./phone.js";
import "./portal.js";
import "./board.js";
import "./live.js";
import "./typed.js";
import "./leaving.js";

window.Alpine = Alpine;
Alpine.start();
