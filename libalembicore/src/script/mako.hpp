// script.py.mako: the templates that Alembic makes revision files from, in the part of Mako that they use.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::script {

enum class mako_part {
    text,        ///< copied as it is
    expression,  ///< `${code | filters}`
    control,     ///< `% for x in y:`
    end_control, ///< `% endfor`
    code,        ///< `<% %>`
    module_code  ///< `<%! %>`
};

struct mako_node {
    mako_part part = mako_part::text;
    std::string text; ///< the text; the expression; the control line; the code, at column 0
    std::vector<std::string> filters;
    std::size_t offset = 0; ///< in the template
};

/// Errors: not_evaluable for what this part of Mako does not have (tags such as `<%def>`), syntax_error; both with
/// their place in `file`.
[[nodiscard]] std::vector<mako_node> parse_template(std::string const& file, std::string_view text);

/// A template as a Python module that calls `write_name` with one piece of the output after the other.
struct mako_program {
    std::string python;
    std::vector<std::size_t> offsets; ///< for each line of `python`, what it comes from in the template
};

inline constexpr std::string_view mako_write_name = "__mako_write__";

/// `preamble` comes first: a line that imports what the template may name.
[[nodiscard]] mako_program render_python(std::vector<mako_node> const& nodes, std::string_view preamble);

} // namespace alembicore::script
