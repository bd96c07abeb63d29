# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_podo_global_optspecs
    string join \n lesson= lang= cluster= n/namespace= lessons= plain yes h/help V/version
end

function __fish_podo_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_podo_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_podo_using_subcommand
    set -l cmd (__fish_podo_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c podo -n "__fish_podo_needs_command" -l lesson -d 'Open the tutor at this lesson or exercise' -r
complete -c podo -n "__fish_podo_needs_command" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_needs_command" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_needs_command" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_needs_command" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_needs_command" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_needs_command" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_needs_command" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_needs_command" -s V -l version -d 'Print the version'
complete -c podo -n "__fish_podo_needs_command" -f -a "verify" -d 'Check exercises against the cluster and report the verdicts'
complete -c podo -n "__fish_podo_needs_command" -f -a "lesson" -d 'List lessons, or make and prove your own'
complete -c podo -n "__fish_podo_needs_command" -f -a "doctor" -d 'Show what is there on this machine, and what is missing for what'
complete -c podo -n "__fish_podo_needs_command" -f -a "explain" -d 'Explain a finding, or what is wrong in a namespace or a saved state'
complete -c podo -n "__fish_podo_needs_command" -f -a "skip" -d 'Open the tutor at a lesson\'s last exercise: whoever passes it may leave out the rest'
complete -c podo -n "__fish_podo_needs_command" -f -a "review" -d 'Open the tutor at what was passed longest ago, to do it once more'
complete -c podo -n "__fish_podo_needs_command" -f -a "glossary" -d 'Look up a word of the course, or list them all'
complete -c podo -n "__fish_podo_needs_command" -f -a "cheatsheet" -d 'Print the commands that you have used so far, and what each does'
complete -c podo -n "__fish_podo_needs_command" -f -a "shell" -d 'Open your own shell on the practice cluster of the lesson worked on last'
complete -c podo -n "__fish_podo_needs_command" -f -a "snapshot" -d 'Print what podo sees of the lesson, or of any namespace, as JSON'
complete -c podo -n "__fish_podo_needs_command" -f -a "sandbox" -d 'Run the embedded sandbox for any tool, or look after its state'
complete -c podo -n "__fish_podo_needs_command" -f -a "completions" -d 'Print the completion script for a shell'
complete -c podo -n "__fish_podo_needs_command" -f -a "man" -d 'Print the manual page'
complete -c podo -n "__fish_podo_using_subcommand verify" -s o -l output -d 'Form of the report' -r -f -a "text\t''
json\t''
junit\t''"
complete -c podo -n "__fish_podo_using_subcommand verify" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand verify" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand verify" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand verify" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand verify" -l live-only -d 'Leave out verdicts that can only come from the record'
complete -c podo -n "__fish_podo_using_subcommand verify" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand verify" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand verify" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -f -a "list" -d 'List the lessons and their exercises'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -f -a "check" -d 'Prove lessons: each start fails, each solution passes, each known mistake is explained'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -f -a "new" -d 'Make the skeleton of a new lesson'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -f -a "stamp" -d 'Note which version of the other language each section was translated from'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l record -d 'Folder for recordings of what the cluster showed' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l static -d 'Only read the files, without a cluster'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l all -d 'Prove every lesson of the pack, and say what the course still owes'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l repairs -d 'Also run the commands that the findings suggest, and say what became of each'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l dir -d 'Folder to make it in; without it, the current one' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand doctor" -s o -l output -d 'Form of the report' -r -f -a "text\t''
json\t''"
complete -c podo -n "__fish_podo_using_subcommand doctor" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand doctor" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand doctor" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand doctor" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand doctor" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand doctor" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand doctor" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand explain" -l from -d 'File or folder to explain in place of a cluster: of podo snapshot, kubectl get -o json or kubectl cluster-info dump; - for standard input' -r -F
complete -c podo -n "__fish_podo_using_subcommand explain" -s o -l output -d 'Form of what is found in a namespace' -r -f -a "text\t''
json\t''"
complete -c podo -n "__fish_podo_using_subcommand explain" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand explain" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand explain" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand explain" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand explain" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand explain" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand explain" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand skip" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand skip" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand skip" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand skip" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand skip" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand skip" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand skip" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand review" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand review" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand review" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand review" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand review" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand review" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand review" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand glossary" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand glossary" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand glossary" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand glossary" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand glossary" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand glossary" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand glossary" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -s o -l output -d 'Form of the sheet' -r -f -a "text\t''
markdown\t''"
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand shell" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand shell" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand shell" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand shell" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand shell" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand shell" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand shell" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand snapshot" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand snapshot" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l nodes -d 'How many Nodes it has; one that has more keeps them' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "status" -d 'Show whether it runs, where, and what is in it'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "save" -d 'Save what is in it under a name'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "load" -d 'Replace what is in it by a saved state'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "delete" -d 'Delete a saved state'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "reset" -d 'Delete everything in it'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand completions" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand completions" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand completions" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand completions" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand completions" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand completions" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand completions" -s h -l help -d 'Print this help'
complete -c podo -n "__fish_podo_using_subcommand man" -l dir -d 'Write the pages of both languages into this folder instead' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand man" -l lang -d 'Language of everything podo says' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand man" -l cluster -d 'Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME' -r
complete -c podo -n "__fish_podo_using_subcommand man" -s n -l namespace -d 'Namespace to practise in, to explain or to save; podo neither creates nor deletes it' -r
complete -c podo -n "__fish_podo_using_subcommand man" -l lessons -d 'Folder of a lesson pack to use instead of podo\'s own' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand man" -l plain -d 'Text only: no colours, no drawn lines'
complete -c podo -n "__fish_podo_using_subcommand man" -l yes -d 'Answer yes to every question, for scripts'
complete -c podo -n "__fish_podo_using_subcommand man" -s h -l help -d 'Print this help'
