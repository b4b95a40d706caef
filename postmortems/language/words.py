"""The words the rules are made of: who is somebody, what is a thing, and which verbs only people do."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ROLES = _set(
    """
    administrator administrators admin admins analyst analysts approver approvers architect architects author authors
    colleague colleagues contributor contributors volunteer volunteers moderator moderators commander commanders committer committers consultant deployer deployers assignee owner owners consultants contractor contractors
    coworker dba dbas devs developer developers director directors employee employees engineer engineers expert experts
    freelancer guy guys intern interns lead maintainer maintainers manager managers oncall on-call
    operator operators person people programmer programmers responder responders reviewer reviewers scribe
    somebody someone anybody anyone everybody everyone nobody none sre sres staff student sysadmin sysadmins technician technicians
    tester testers trainee whoever vendor vendors supplier junior juniors senior seniors newcomer he she
    apprentice beginner boss caller chief coworkers cto designer designers electrician executive executives facilitator hire hires
    installer leader leaders mechanic newbie officer onlooker personnel presenter professional researcher rookie scientist
    scientists shift-lead specialist specialists subcontractor subcontractors teammate teammates tech techs technologist
    """
)
TEAMS = _set(
    """
    team teams management leadership operations ops devops qa engineering squad department organisation organization
    company provider crew security support marketing sales finance procurement sysops
    """
)
# Said of teams, but as often of things ("the platform is down"): only where a plural verb tells.
TEAMS_BY_VERB = _set("infrastructure operations security support platform engineering network management qa")
PRONOUNS = _set("i he she they you we")
NAMES = _set(
    """
    aaron abdul adam adrian ahmed aisha alan albert alex alexander alexandra ali alice amanda amit amy ana andre andrea andreas
    andrew andy angela anita anja anna anne anthony antonio anton arjun arthur barbara ben benjamin bernd bob boris brian
    bruno carl carla carlos carmen caroline catherine charles charlie chen chloe chris christian christina christopher claire
    clara claudia craig dan daniel daniela dave david deborah denis dennis diana diego dimitri dmitri dominik donna doug ed
    edward elena eli elisa elizabeth ella emily emma eric erik eva evan fatima felix fernando florian francesca francesco frank
    fred gabriel george georg gerd giovanni greg hannah hans harry hassan heather heidi helen henry hiroshi hugo ian igor ines
    ingrid irina isaac isabel ivan jack jacob jakob james jan jane jason javier jean jeff jennifer jens jessica jim joan joanna
    joe joel johan johanna john johnny jon jonas jonathan jorge jose joseph josh joshua juan judith julia julian julie jürgen
    karen karl kate katharina katie keith ken kevin klaus kumar kyle lars laura lea lee lena leo leon leonie li lin linda lisa
    liz louis lucas lucia luis lukas luke magda manuel marc marco marcus maria marie marina mario marion mark markus marta martin
    martina mary mateusz matt matthew matthias max maya mehmet mei melissa mia michael michal michelle miguel mike mohamed mohammed
    monica moritz nadia nancy natalie nathan neil nick nicola nicolas nicole nikita nina noah nora olaf oleg olga oliver olivia
    omar oscar pablo patricia patrick paul paula pauline pavel pedro peter phil philip philipp pierre piotr priya rachel rafael
    raj rajesh ralf ravi rebecca richard rob robert roberto robin roger roland roman rosa ryan sabine sam samantha samuel sandra
    sara sarah sascha scott sean sebastian sergei sergey sharon silvia simon sofia sonja sophie stefan stefanie stephan stephen steve
    steven sue susan sven tanja thomas tim timothy tina tobias todd tom tomas tony ulrich ursula uwe vera veronica victor viktor
    vijay vikram vincent vladimir walter wei wendy werner will william wolfgang xavier yan yuki yusuf yves zoe
    abigail adele agnes agnieszka aiko ajay akira alejandro aleksandra alessandro alexei alicia alina alva amara amelia amina
    amira anders aneta ángel anil anke annika anton antonia arne arun asha astrid aurora axel ayesha aylin bastian beatriz
    bettina birgit björn bogdan borja brigitte britta camille carina cecilia celine cem charlotte chiara chidi chiyo clemens
    cleo dagmar daisuke damian darius deepak denise detlef devon dieter dirk divya dorota dörte eduardo egon eike ekaterina
    elias elif elin eliza elke elodie emil emilia emre enrique erika ernst esra esther etienne eugen ewa fabian farah farid
    fatma felicia ferdinand fernanda filip finn fiona franz friedrich gabriela gareth gemma gerhard gina giulia gonzalo
    graham greta grzegorz guido gustavo hadi haruto hassan hector heike heinz helga henrik hilda holger ibrahim ida ignacio
    ilka ilse imran ines inga ingo irene iris ismail ivana ivo jacek jakub jamal jana janine jaroslav jasmin jochen joanne
    jolanta jonah jürg jusuf justyna jörg kaan kai kamal karin karim karol kasia kathrin katja kavita keiko kenji kerstin
    khalid kirsten kofi konrad krzysztof kurt kwame lakshmi lara larissa latisha leila lennart leonardo lidia lilian lorenzo
    lothar lucy ludwig luigi luisa magdalena magnus mahmoud malik manfred manuela marcel marcin margaret mari marianne
    mariana marlene marlon mathilde matteo maurice mauricio melanie milan milena mira miriam mirjam moira monika mona mustafa
    nadja naomi naveen nele neha nils nour nuno odile oksana ole olivier ottavia otto pablo paolo pascal patrizia peggy pekka
    petra philippe phoebe piet pilar pooja pradeep quentin rahul rainer ramona ranjit raquel reiner renate rené ricardo rita
    robin rohan rolf romain ronja rosemary roxana rudolf ruth sadia saeed sakura salma salvatore samir sandeep sanjay sebastián
    selma senad serena sergio shreya siegfried sigrid silke silvio simone sina slava sofie solveig sonia soren søren stanislav
    stella sunita sunil svea svenja svetlana sylvia tadeusz takeshi tamara tanya tariq tatiana teresa thea theo thilo thorsten
    tomás tomasz tomek torben tristan uli uma ute valentin valentina valeria vanessa vasily veronika viola virginia
    adaeze aditi aditya agatha albin alma amar amadou aminata andreea anjali anouk antoine ariel asher ashley audrey baptiste beata
    bilal bram brigid bruna caleb callum catalina cesar chantal chinedu clara clémence colin corinne cristian daan dario dawid dina
    dominic eamon edith eileen elaine elsa emeka emine enzo erin esteban ethan fabio farida fatou fiona fleur freya gaël gavin
    ginevra greg gwen hamza hanna harriet hasan hye-jin ifeoma imani irena isabelle isla ivy jaap jade jean-luc jelena jesper
    jessie jin joana jorun josé julien kateryna kira kristina kunal lachlan layla leah leticia liam lieke lina lionel lorena
    louise luca luka mamadou manon mareike mathias mateus matilda max mehdi meera mikko milos mina mohan molly morgan muriel
    naledi natasha neville ngozi niamh nikhil nisha noemi nuria olena oona orla oskar otis paloma pauli pavlos petros pia preeti
    rajiv rania renee rhys rosalind rosa rowan ruben sabrina sadie saskia sebastian seamus shanice shirin sian sigurd siobhan
    sizwe sonja sophia stella suresh taro tendai thabo thandi tilda titus tove ulla vasile vidya vivian wanda wilma xavi yara
    yewande yuna zara zainab zoltan
    volker wiebke wilhelm xiao yasmin yannick yolanda yosef yuri yvonne zahra zbigniew zeynep zofia zuzana
    """
)
# Nouns that make a person's word before them a modifier ("the developer portal"), or are a subject that is no person.
THINGS = _set(
    """
    agent alarm alarms alert alerts algorithm annotation api app application attempt attempts autoscaler backend backup backups
    balancer batch bot branch browser build builds cache caches canary certificate certificates change chart check checks ci client
    clients cluster clusters code commit config configuration connection connections console container containers controller
    cron cronjob daemon dashboard data database databases db deploy deploys deployment deployments device disk disks dns driver
    endpoint engine environment failover feature firewall fix flag function gateway graph handler hook host hosts image importer index
    ingress instance instances job jobs kernel key kubelet library link linter list load loadbalancer log logs lookup machine
    message messages metric migration migrations model module monitor monitoring mount network node nodes page pager pages parser
    patch pipeline plugin pod pods policy pool pools portal primary probe process processes program proxy query queries queue queues
    rack record release replica replicas request requests restart retries retry rollback rollout router rule runner scheduler script scripts
    server servers service services session shard signal site software storage switch system systems table task tasks test tests
    thread token tool tooling tools traffic transaction upgrade user users validator variable version vm volume webhook website worker
    workers workflow workaround customers customer restarts worker prow argocd kubernetes docker terraform prometheus redis postgres
    group groups ui panel interface api section tier ticket ingestion analysis validation design logic automation
    watchdog collector compiler crawler dispatcher exporter fetcher indexer loader mapper formatter encoder decoder allocator resolver
    provisioner reconciler orchestrator subscriber publisher consumer producer broker listener receiver renderer serializer
    autoscaling detection coverage documentation testing procedure approach attacker attackers schedule rotation election reference field id channel laptop account accounts credentials
    """
)
# Programs, services and their makers: a capital letter there is no person's name.
PRODUCTS = _set(
    """
    airflow akamai amazon android ansible apache aws azure calico cassandra celery chef chrome cilium circleci cisco clickhouse
    cloudflare cloudfront confluence consul coredns datadog debian dell django docker dynamodb elastic elasticsearch envoy etcd
    fastly firefox fluentd flux gerrit github gitlab google grafana haproxy hadoop helm heroku influxdb intel ios istio
    java jaeger jenkins jira kafka keycloak kibana lambda linux logstash loki memcached microsoft mongodb mysql netlify nginx
    nomad nvidia okta openstack oracle pagerduty php postgresql puppet python rabbitmq rails react ruby rust salesforce
    sentry sidekiq slack snowflake spark splunk stripe systemd tomcat traefik twilio ubuntu varnish vault vercel vmware windows
    wordpress zookeeper monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december
    """
)
# What has no hands, though it has a capital at the beginning of a sentence.
MATTERS = _set(
    """
    capacity cpu demand everything hardware health input latency load memory nothing oom output production something staging
    swap throughput time volume data there this that these those it what which here more most less other others same such
    additional all another both bulk corrupted duplicate each expired existing faulty few first former initial internal invalid large last
    late latest malformed many missing multiple new next no number old once only previous recent repeated second several
    single small some stale subsequent third two three unexpected various wrong
    """
)
DETERMINERS = _set("the a an our your his her its their this that these those my some any each every another no one")
PREPOSITIONS = _set(
    "at on in during after before by for from with within without to of due despite under between among through as since until"
)
QUANTIFIERS = _set(
    "one two three four some most many several both all none neither each either any few half part member members rest"
)
ADVERBS = _set(
    """
    also then simply just had have has probably possibly clearly obviously again still repeatedly even never initially
    apparently completely all both really actually sadly unfortunately may might could often always at-first
    """
)

PEOPLE_WORDS = ROLES | TEAMS | NAMES

# What people do to know, to tell, or to take care: where it is missing, somebody is judged for it.
CARE_DONE = (
    r"acknowledged|addressed|adjusted|agreed|announced|anticipated|approved|asked|assessed|automated|avoided|called"
    r"|caught(?! up)|checked|clarified|closed|communicated"
    r"|considered|consulted|contacted|covered|coordinated|dealt|declared|deployed|detected|discovered|discussed|documented"
    r"|done|double-checked"
    r"|engaged|escalated|evaluated|extended|filed|fixed|flagged|followed|foreseen|given|handled|identified|included"
    r"|informed|investigated"
    r"|involved|kept|looked|lowered|made|merged|mitigated|monitored|noticed|notified|paged|paused|performed|picked"
    r"|planned|postponed|practi[sc]ed|pressed|prevented"
    r"|prioriti[sz]ed|questioned|raised|realised|realized|recogni[sz]ed|rehearsed|renewed|replaced|reported"
    r"|researched|resolved|restored"
    r"|reverted|reviewed|rolled|rotated|rushed|scheduled|set|spotted|staged|stopped|taken|tested|thought|told"
    r"|treated|tuned|understood"
    r"|trained|tried|updated|upgraded|used|validated|verified|waited|warned|written"
)
# What people set up beforehand: "if it had been enabled" looks back as "if it had been tested" does.
SET_UP = (
    r"added|applied|automated|cleaned|configured|disabled|enabled|gated|implemented|in place|installed|isolated"
    r"|limited|made|migrated|on"
    r"|patched|present|drained|persisted|protected|provisioned|put|restarted|staggered|stored|removed|rolled|run"
    r"|separated|started|stopped|there"
)
# What would have been good. Said of the past, it measures what people did against what is known now.
BETTER_DONE = (
    r"alerted|anticipated|averted|avoided|caught(?! up)|contained|cut (?:the|our|down|short)|detected|diagnosed"
    r"|discovered|flagged|found|helped|highlighted"
    r"|identified|improved|limited|made (?:it|this|that|things)(?! (?:much |even |far )?(?:worse|slower|harder"
    r"|impossible|longer))|minimi[sz]ed|mitigated|noticed|prevented|recogni[sz]ed|reduced"
    r"|revealed|saved|seen|shortened|shown|sped|spotted|surfaced|warned|tested|reviewed|checked|verified|validated"
    r"|communicated"
    r"|escalated|documented|handled|foreseen|predicted|resolved|solved|fixed|eliminated|accelerated|pointed"
    r"|uncovered|woken|lost (?:far |much |many )?(?:fewer|less)|come to light|been back|back (?:online|up|in)"
    r"|brought to|visible|apparent|obvious|evident|happier"
    r"|able to (?:detect|prevent|catch|avoid|fix|mitigate|respond|react|recover|resolve|notice|identify|find|see"
    r"|spot|act|roll)"
    r"|known|learnt|reali[sz]ed|expected (?:the|a|an|someone|somebody|that|them|him|her|any)|stopped (?:the|this|it"
    r"|us)|given us|told us|led us|bought (?:us|the team)|spared|sufficed|kept (?:the|this|us|it)|turned up|put us"
    r"|allowed (?:us|the team|responders)|enabled (?:us|the team|responders)"
    r"|exposed (?:the|this|a|that) (?:\w+ ){0,2}(?:bug|query|issue|problem|defect|error|bottleneck|flaw|gap|weakness|limit)"
)
BETTER_HOW = (
    r"earlier|sooner|faster|quicker|quickly|swifter|better|clearer|easier|simpler|smoother|smoothly|fine|well"
    r"|proactively|wiser|safer"
    r"|in time|differently|avoidable|preventable|less severe|shorter|smaller|ideal|nice|useful|helpful|prudent|preferable"
    r"|good to|an? (?:good|better|great|wise|useful|sensible) \w+|the (?:right|better|correct|best|proper|sensible"
    r"|safer|wiser|obvious) \w+|cleaner|instant|immediate"
    r"|automatic|painless|harmless|enough|wise|sensible|trivial|more (?:proactive|careful|efficient|thorough"
    r"|transparent|explicit|aware|helpful|closely|frequent|robust|cautious)"
)
BAD = (
    r"affected|broken|caused|crashed|escalated|failed|gone (?:down|wrong)|gone unnoticed|happened|impacted|lasted"
    r"|fallen|lost|needed|necessary|occurred|required|taken|an (?:issue|outage|incident)|a problem|possible|arisen"
    r"|resulted|started|led"
)
WORSE = (
    r"abus\w*|adversar\w*|attack\w*|breach\w*|compromis\w*|corrupt\w*|damag\w*|exploit\w*|greater|hack\w*|impossible"
    r"|inflation"
    r"|larger|leak\w*|longer|lose|losing|loss|lost|malicious|more severe|phish\w*|steal\w*|stolen|unable"
    r"|unauthori[sz]ed|worse\w*|thief|stranger"
)
# What it would have taken: something that people do, so that to miss it is to miss their doing.
CARE_NOUN = (
    r"alert|alerting|announcement|approval|audit|backup|call|canary|check|checklist|communication|conversation"
    r"|coordination|discussion"
    r"|documentation|drill|dry run|escalation|glance|heads-up|look|maintenance|message|monitoring|note|notice"
    r"|observability|page"
    r"|pair of eyes|peer review|phone call|planning|preparation|question|read|reading|rehearsal|research|review"
    r"|runbook|search"
    r"|staging|test|testing|thought|training|validation|verification|walkthrough|warning|word"
)
CARE_DOING = (
    r"adding|adopting|alerting|announcing|asking|automating|calling|checking|communicating|comparing|configuring|consulting"
    r"|coordinating|cutting|declaring|deploying|doing|draining|enabling|engaging|escalating|exercising|failing over"
    r"|following"
    r"|having|implementing|informing|inspecting|investigating|involving|keeping|listening|looking|modifying"
    r"|monitoring|notifying"
    r"|opening|pausing|pinning|practi[sc]ing|putting|raising|reading|rehearsing|replacing|restarting|restoring|reverting"
    r"|reviewing|rolling|rotating|running|scaling|setting|sharing|splitting|stopping|taking|talking|telling|testing|trying"
    r"|updating|upgrading|using|validating|verifying|waiting|watching|writing"
)
# Left undone by somebody: said of people only.
OMITTED = (
    r"bypassed|disregarded|dismissed|flouted|forgot|ignored|misse[ds]|neglected|omitted|overlooked|skipped|violated|breached"
    r"|discounted|brushed (?:aside|off)|shrugged (?:off|at)|glossed over|waved (?:through|away)|slept through"
    r"|lost (?:sight|track) of"
    r"|left out|left (?:it|this|that|them) to|paid no (?:attention|heed)|took no notice"
    r"|took (?:[\w-]+ ){1,4}for granted|took (?:a )?shortcuts?"
    r"|gave no thought|turned (?:his|her|their|our) back|let (?:[\w-]+ ){1,5}(?:lapse|expire|slide|rot|run out"
    r"|go stale|drift)"
)
# Only people do this: a script has no attention to fail in.
HUMAN_VERBS = (
    r"adhere|anticipate|appreciate|ask|communicate|comply|consider|consult|coordinate|document|double-check|escalate|follow"
    r"|foresee|grasp|heed|inform|investigate|learn|listen|mention|notice|pay|plan|prepare|prioriti[sz]e|question"
    r"|reali[sz]e|recogni[sz]e"
    r"|remember|review|speak|spot|take into account|test|think|understand"
)
HUMAN_VERB = re.compile(rf"(?:{HUMAN_VERBS})\b")
