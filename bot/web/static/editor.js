// The editor's pages are plain forms; only the privacy screen of every staff page needs a script.

import { startPrivacyMode } from "./desk/privacy.js";

startPrivacyMode();
