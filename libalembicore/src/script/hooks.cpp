#include "script/hooks.hpp"

#include "base/process.hpp"

#include <alembicore/error.hpp>

#include <system_error>
#include <utility>

namespace alembicore::script {

namespace {

namespace fs = std::filesystem;

using environment = std::map<std::string, std::string>;

constexpr std::string_view file_token = "REVISION_SCRIPT_FILENAME";

std::string const& required(post_write_hook const& hook, std::string const& key) {
    auto const found = hook.options.find(key);
    if (found == hook.options.end())
        throw error{
            errc::bad_configuration,
            "Key " + hook.name + "." + key + " is required for post write hook '" + hook.name + "'",
            "add it where the hook is configured"};
    return found->second;
}

std::string option(post_write_hook const& hook, std::string const& key) {
    auto const found = hook.options.find(key);
    return found == hook.options.end() ? std::string{} : found->second;
}

/// A program of the active virtual environment, or else on PATH; empty when there is none.
fs::path find_python_program(std::string const& name, environment const& variables) {
    if (auto const found = variables.find("VIRTUAL_ENV"); found != variables.end()) {
        fs::path const program = fs::path{found->second} / "bin" / name;
        std::error_code ignored;
        if (fs::is_regular_file(program, ignored))
            return program;
    }
    return base::find_program(name);
}

std::string find_entry_point(std::string const& name, environment const& variables) {
    fs::path const program = find_python_program(name, variables);
    if (program.empty())
        throw error{
            errc::child_process_failed,
            "Could not find entrypoint console_scripts." + name + " as a program of that name",
            "install it, or activate its virtual environment"};
    return program.string();
}

std::string find_python(environment const& variables) {
    for (std::string const name : {"python3", "python"})
        if (fs::path const program = find_python_program(name, variables); !program.empty())
            return program.string();
    throw error{
        errc::child_process_failed,
        "there is no Python to run the hook with",
        "activate its virtual environment, or use a hook of type exec"};
}

std::vector<std::string> program_of(post_write_hook const& hook, environment const& variables) {
    std::string const& type = required(hook, "type");
    if (type == "exec")
        return {required(hook, "executable")};
    if (type == "console_scripts")
        return {find_entry_point(required(hook, "entrypoint"), variables)};
    if (type == "module")
        return {find_python(variables), "-m", required(hook, "module")};
    throw error{
        errc::not_available,
        "the hook type '" + type + "' is not built in; if env.py registers it, only Python can run it",
        "use the type exec, console_scripts or module"};
}

void replace_all(std::string& text, std::string_view what, std::string const& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

hook_result run_hook(post_write_hook const& hook, fs::path const& file, environment const& variables) {
    hook_result result;
    result.name = hook.name;
    try {
        base::process_request request;
        request.arguments = plan_hook(hook, file, variables);
        request.directory = option(hook, "cwd");
        base::process_result const done = base::run_process(request);
        result.exit_status = done.exit_status;
        result.output = done.output + done.error_output;
    } catch (error const& failure) {
        result.problem = failure.info().message;
        if (!failure.info().remedy.empty())
            result.problem += "; " + failure.info().remedy;
    }
    return result;
}

/// Takes words off a command line as a POSIX shell would, without expanding anything.
class splitter {
public:
    explicit splitter(std::string_view text) : text_(text) {}

    std::vector<std::string> split() {
        while (at_ < text_.size())
            step(text_[at_++]);
        end_word();
        return std::move(words_);
    }

private:
    void step(char c) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
            return end_word();
        open_ = true;
        if (c == '\'' || c == '"')
            quoted(c);
        else
            word_ += c == '\\' ? next("No escaped character") : c;
    }

    void quoted(char quote) {
        for (char c = next("No closing quotation"); c != quote; c = next("No closing quotation")) {
            bool const escapes =
                quote == '"' && c == '\\' && at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\\');
            word_ += escapes ? text_[at_++] : c;
        }
    }

    char next(char const* otherwise) {
        if (at_ == text_.size())
            throw error{
                errc::bad_configuration,
                std::string{otherwise} + " in the options of a hook: " + std::string{text_},
                "close the quotes"};
        return text_[at_++];
    }

    void end_word() {
        if (open_)
            words_.push_back(std::exchange(word_, {}));
        open_ = false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string> words_;
    std::string word_;
    bool open_ = false;
};

} // namespace

std::vector<std::string> split_command(std::string_view text) {
    return splitter{text}.split();
}

std::vector<std::string> plan_hook(post_write_hook const& hook, fs::path const& file, environment const& variables) {
    std::vector<std::string> command = program_of(hook, variables);
    std::string options = option(hook, "options");
    if (options.find(file_token) == std::string::npos)
        options = std::string{file_token} + " " + options;
    for (std::string& word : split_command(options)) {
        replace_all(word, file_token, file.string());
        command.push_back(std::move(word));
    }
    return command;
}

std::vector<hook_result>
run_hooks(std::vector<post_write_hook> const& hooks, fs::path const& file, environment const& variables) {
    std::vector<hook_result> results;
    for (post_write_hook const& hook : hooks)
        results.push_back(run_hook(hook, file, variables));
    return results;
}

} // namespace alembicore::script
