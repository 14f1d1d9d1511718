// Python expressions to be written, laid out as people who use `black` are used to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::authoring {

/// A name or a literal; or, with brackets, what stands before them and between them.
struct term {
    std::string head{};
    std::string open{}; ///< empty = no brackets
    std::vector<term> items{};
    std::string close{};
};

/// Text of Python as it is: a name, a number, `None`.
[[nodiscard]] term word(std::string text);

/// A string literal. One of several lines keeps them.
[[nodiscard]] term literal(std::string_view text);

[[nodiscard]] term truth(bool value);
[[nodiscard]] term call(std::string name, std::vector<term> arguments);
[[nodiscard]] term list(std::vector<term> items);

/// `name=value`
[[nodiscard]] term named(std::string const& name, term value);

/// `{key: value}` with strings for keys.
[[nodiscard]] term dictionary(std::vector<std::pair<std::string, term>> entries);

[[nodiscard]] std::string on_one_line(term const& value);

/// The expression at this indentation; its first line has none. `behind` is how many characters follow its last one.
[[nodiscard]] std::string laid_out(term const& value, std::size_t indentation, std::size_t behind = 0);

} // namespace alembicore::authoring
