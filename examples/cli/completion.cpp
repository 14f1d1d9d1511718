#include "completion.hpp"

#include "command_table.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <vector>

namespace alembicore::cli {

namespace {

// The ids of the project in the working directory; the shell cuts them out of the history.
constexpr std::string_view revisions_of_history =
    R"(alembicore history 2>/dev/null | sed -E 's/^.* -> ([^ ,]+).*/\1/')";

std::vector<std::string> words_of(option const& one) {
    std::vector<std::string> words;
    if (one.name.size() == 1)
        return {"-" + std::string{one.name}};
    if (one.letter != '\0')
        words.push_back(std::string{"-"} + one.letter);
    words.push_back("--" + std::string{one.name});
    return words;
}

bool takes_revisions(command const& one) {
    return std::ranges::any_of(one.arguments, [](argument const& each) {
        return each.name.starts_with("REV") || each.name == "TARGET";
    });
}

std::string option_words(std::vector<option> const& options) {
    std::string words;
    for (auto const& one : options)
        for (auto const& word : words_of(one))
            words += (words.empty() ? "" : " ") + word;
    return words;
}

std::string argument_words(command const& one) {
    std::string words;
    for (auto const& each : one.arguments)
        for (auto const& choice : each.choices)
            words += (words.empty() ? "" : " ") + std::string{choice};
    if (takes_revisions(one))
        words +=
            (words.empty() ? "" : " ") + std::string{"head heads base $("} + std::string{revisions_of_history} + ")";
    return words;
}

std::string command_names() {
    std::string names;
    for (auto const& one : all_commands())
        names += (names.empty() ? "" : " ") + std::string{one.name};
    return names;
}

/// The cases of a shell's `case "$command"`: what each command's own words are.
std::string cases(std::string const& variable) {
    std::string text = "        '') " + variable + "=\"" + command_names() + "\" ;;\n";
    for (auto const& one : all_commands())
        text += "        " + std::string{one.name} + ") " + variable + "=\"" + option_words(one.options) + " " +
                argument_words(one) + "\" ;;\n";
    return text;
}

std::string render_bash() {
    std::string script = "# bash completion; put this in ~/.bashrc: source <(alembicore completion bash)\n"
                         "_alembicore() {\n"
                         "    local word command words\n"
                         "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                         "        case \"$word\" in -*) ;; *) case \" " +
                         command_names() +
                         " \" in *\" $word \"*) command=$word; break ;; esac ;; esac\n"
                         "    done\n"
                         "    case \"$command\" in\n";
    return script + cases("words") + "    esac\n    COMPREPLY=($(compgen -W \"$words " +
           option_words(global_options()) +
           "\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\ncomplete -o default -F _alembicore alembicore\n";
}

std::string render_zsh() {
    std::string script = "#compdef alembicore\n"
                         "# zsh completion; put this in ~/.zshrc: source <(alembicore completion zsh)\n"
                         "_alembicore() {\n"
                         "    local word command words_now=\"${words[*]:1:$((CURRENT-2))}\" words_wanted\n"
                         "    for word in ${=words_now}; do\n"
                         "        [[ \" " +
                         command_names() +
                         " \" == *\" $word \"* ]] && { command=$word; break; }\n"
                         "    done\n"
                         "    case \"$command\" in\n";
    return script + cases("words_wanted") + "    esac\n    compadd -- ${=words_wanted} " +
           option_words(global_options()) + "\n}\ncompdef _alembicore alembicore\n";
}

std::string fish_option(std::string const& condition, option const& one) {
    std::string line = "complete -c alembicore" + condition;
    if (one.name.size() == 1)
        line += " -s " + std::string{one.name};
    else
        line += " -l " + std::string{one.name};
    if (one.letter != '\0')
        line += std::string{" -s "} + one.letter;
    if (one.kind != option_kind::flag)
        line += " -r";
    std::string help;
    for (char const c : one.help)
        help += c == '\'' ? std::string{"\\'"} : std::string{c};
    return line + " -d '" + help + "'\n";
}

std::string render_fish() {
    std::string script = "# fish completion; put this in ~/.config/fish/completions/alembicore.fish\n"
                         "complete -c alembicore -f\n";
    for (auto const& one : global_options())
        script += fish_option({}, one);
    for (auto const& one : all_commands()) {
        std::string const name{one.name};
        script +=
            "complete -c alembicore -n __fish_use_subcommand -a " + name + " -d '" + std::string{one.summary} + "'\n";
        std::string const condition = " -n '__fish_seen_subcommand_from " + name + "'";
        for (auto const& each : one.options)
            script += fish_option(condition, each);
        for (auto const& each : one.arguments)
            for (auto const& choice : each.choices)
                script += "complete -c alembicore" + condition + " -a " + std::string{choice} + "\n";
        if (takes_revisions(one))
            script += "complete -c alembicore" + condition + " -a \"head heads base (" +
                      std::string{R"(alembicore history 2>/dev/null | string replace -r '^.* -> ([^ ,]+).*' '$1')"} +
                      ")\"\n";
    }
    return script;
}

} // namespace

std::string render_completion(std::string_view shell) {
    if (shell == "bash")
        return render_bash();
    if (shell == "zsh")
        return render_zsh();
    if (shell == "fish")
        return render_fish();
    throw error{errc::bad_usage, "no completion for '" + std::string{shell} + "'", "use bash, zsh or fish"};
}

} // namespace alembicore::cli
