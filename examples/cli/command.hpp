// What a command is: the texts, arguments and options that parsing, help, completion and the documentation share, and
// the function that carries it out.
#pragma once

#include <string_view>
#include <vector>

namespace alembicore::cli {

struct invocation;

enum class option_kind { flag, value, list };

struct option {
    std::string_view name; ///< long name, without dashes; of one character: there is only the short form
    char letter = '\0';    ///< short form; none = '\0'
    option_kind kind = option_kind::flag;
    std::string_view value; ///< what help calls the value
    std::string_view help;
};

enum class arity { one, at_least_one, any };

/// A word that is not an option.
struct argument {
    std::string_view name;
    arity count = arity::one;
    std::string_view help;
    std::vector<std::string_view> choices; ///< the only words allowed; empty = any word
};

enum class command_group { look, migrate, write, more };

struct example {
    std::string_view line; ///< without the program's name
    std::string_view meaning;
};

struct command {
    std::string_view name;
    command_group group = command_group::look;
    std::string_view summary; ///< one line, for the list of commands
    std::string_view details; ///< what one has to know to use it
    std::vector<argument> arguments;
    std::vector<option> options;
    std::vector<example> examples;
    void (*run)(invocation&) = nullptr; ///< throws alembicore::error when it fails
};

} // namespace alembicore::cli
