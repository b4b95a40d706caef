// Says to the style sheet that scripts run, so that controls which need them may show.
document.documentElement.classList.add("js");
