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

complete -c podo -n "__fish_podo_needs_command" -l lesson -d '이 레슨이나 실습에서 튜터를 시작해요' -r
complete -c podo -n "__fish_podo_needs_command" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_needs_command" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_needs_command" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_needs_command" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_needs_command" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_needs_command" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_needs_command" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_needs_command" -s V -l version -d '버전을 보여 줘요'
complete -c podo -n "__fish_podo_needs_command" -f -a "verify" -d '클러스터에서 실습 결과를 확인하고 판정을 알려 줘요'
complete -c podo -n "__fish_podo_needs_command" -f -a "lesson" -d '레슨 목록을 보거나, 직접 만들고 검증해요'
complete -c podo -n "__fish_podo_needs_command" -f -a "doctor" -d '필요한 것이 이 컴퓨터에 있는지, 없으면 무엇을 못 하는지 보여 줘요'
complete -c podo -n "__fish_podo_needs_command" -f -a "explain" -d '진단 코드의 뜻이나, 네임스페이스 또는 저장한 상태에 무엇이 잘못됐는지 설명해요'
complete -c podo -n "__fish_podo_needs_command" -f -a "skip" -d '레슨의 마지막 실습을 열어요. 통과하면 나머지는 건너뛰어도 돼요'
complete -c podo -n "__fish_podo_needs_command" -f -a "review" -d '통과한 지 가장 오래된 실습을 다시 열어요'
complete -c podo -n "__fish_podo_needs_command" -f -a "glossary" -d '과정에서 쓰는 낱말을 찾거나 모두 보여 줘요'
complete -c podo -n "__fish_podo_needs_command" -f -a "cheatsheet" -d '지금까지 쓴 명령과 하는 일을 보여 줘요'
complete -c podo -n "__fish_podo_needs_command" -f -a "shell" -d '마지막으로 하던 레슨의 실습 클러스터에 연결된 내 셸을 열어요'
complete -c podo -n "__fish_podo_needs_command" -f -a "snapshot" -d 'podo가 레슨이나 네임스페이스에서 보는 것을 JSON으로 보여 줘요'
complete -c podo -n "__fish_podo_needs_command" -f -a "sandbox" -d '내장 샌드박스를 실행해 어느 도구에서나 쓰게 하거나 그 상태를 관리해요'
complete -c podo -n "__fish_podo_needs_command" -f -a "completions" -d '셸 자동 완성 스크립트를 보여 줘요'
complete -c podo -n "__fish_podo_needs_command" -f -a "man" -d '매뉴얼 페이지를 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand verify" -s o -l output -d '결과 형식' -r -f -a "text\t''
json\t''
junit\t''"
complete -c podo -n "__fish_podo_using_subcommand verify" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand verify" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand verify" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand verify" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand verify" -l live-only -d '지금 볼 수 없어서 기록으로만 알 수 있는 판정은 빼요'
complete -c podo -n "__fish_podo_using_subcommand verify" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand verify" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand verify" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -f -a "list" -d '레슨과 실습 목록을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -f -a "check" -d '레슨을 검증해요. 시작 상태는 실패하고, 풀이는 통과하고, 흔한 실수는 설명되어야 해요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -f -a "new" -d '새 레슨의 뼈대를 만들어요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and not __fish_seen_subcommand_from list check new stamp" -f -a "stamp" -d '각 절이 다른 언어의 어느 버전을 옮긴 것인지 적어 둬요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from list" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l record -d '클러스터에서 본 것을 기록할 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l static -d '클러스터 없이 파일만 읽어요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l all -d '묶음의 모든 레슨을 검증하고, 과정에 아직 모자란 것도 알려 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l repairs -d '설명이 권하는 명령도 실행해 보고, 그 결과를 알려 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from check" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l dir -d '레슨을 만들 폴더. 적지 않으면 현재 폴더예요' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from new" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand lesson; and __fish_seen_subcommand_from stamp" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand doctor" -s o -l output -d '결과 형식' -r -f -a "text\t''
json\t''"
complete -c podo -n "__fish_podo_using_subcommand doctor" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand doctor" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand doctor" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand doctor" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand doctor" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand doctor" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand doctor" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand explain" -l from -d '클러스터 대신 설명할 파일이나 폴더: podo snapshot, kubectl get -o json, kubectl cluster-info dump 명령의 결과. 표준 입력은 -' -r -F
complete -c podo -n "__fish_podo_using_subcommand explain" -s o -l output -d '네임스페이스에서 찾은 것을 보여 주는 형식' -r -f -a "text\t''
json\t''"
complete -c podo -n "__fish_podo_using_subcommand explain" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand explain" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand explain" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand explain" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand explain" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand explain" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand explain" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand skip" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand skip" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand skip" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand skip" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand skip" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand skip" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand skip" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand review" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand review" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand review" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand review" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand review" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand review" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand review" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand glossary" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand glossary" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand glossary" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand glossary" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand glossary" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand glossary" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand glossary" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -s o -l output -d '보여 주는 형식' -r -f -a "text\t''
markdown\t''"
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand cheatsheet" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand shell" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand shell" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand shell" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand shell" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand shell" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand shell" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand shell" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand snapshot" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand snapshot" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand snapshot" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l nodes -d '둘 노드 수. 이미 더 많으면 그대로 둬요' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "status" -d '실행 중인지, 주소는 무엇인지, 무엇이 들어 있는지 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "save" -d '들어 있는 것을 이름을 붙여 저장해요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "load" -d '들어 있는 것을 저장한 상태로 바꿔요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "delete" -d '저장한 상태를 삭제해요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and not __fish_seen_subcommand_from status save load delete reset" -f -a "reset" -d '들어 있는 것을 모두 삭제해요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from save" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from load" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand completions" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand completions" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand completions" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand completions" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand completions" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand completions" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand completions" -s h -l help -d '이 도움말을 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand man" -l dir -d '화면 대신 이 폴더에 두 언어의 페이지를 저장해요' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand man" -l lang -d 'podo가 쓰는 언어' -r -f -a "ko\t''
en\t''"
complete -c podo -n "__fish_podo_using_subcommand man" -l cluster -d '실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나' -r
complete -c podo -n "__fish_podo_using_subcommand man" -s n -l namespace -d '실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요' -r
complete -c podo -n "__fish_podo_using_subcommand man" -l lessons -d 'podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더' -r -f -a "(__fish_complete_directories)"
complete -c podo -n "__fish_podo_using_subcommand man" -l plain -d '색과 선 없이 글자만 보여 줘요'
complete -c podo -n "__fish_podo_using_subcommand man" -l yes -d '모든 질문에 예라고 답해요(스크립트용)'
complete -c podo -n "__fish_podo_using_subcommand man" -s h -l help -d '이 도움말을 보여 줘요'
