// A writer of SQL text that quotes by the type of what it is given. Text known only at run time gets in through
// `raw`, where a reader can look for it.
#pragma once

#include "schema/identifier.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::sql {

/// SQL words of our own: a text known at compile time.
class keyword {
public:
    template <std::size_t Size>
    consteval keyword(char const (&text)[Size]) : text_{text, Size - 1} {}

    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

private:
    std::string_view text_;
};

/// SQL of the revision's author, or rendered already.
struct raw {
    std::string_view text;
};

/// A value that becomes a string literal.
struct literal {
    std::string_view text;
};

/// The table of an ALTER statement.
struct altered {
    schema::qualified_name const& table;
};

/// How a backslash in a string literal is written. SQLAlchemy doubles it where it cannot ask the server for
/// `standard_conforming_strings`, that is in offline text; a server reads that text as two backslashes.
enum class backslash { plain, doubled };

class writer {
public:
    explicit writer(backslash style) : style_{style} {}

    writer& operator<<(keyword word);
    writer& operator<<(raw sql);
    writer& operator<<(literal value);
    writer& operator<<(altered table);
    writer& operator<<(schema::identifier const& name);
    writer& operator<<(schema::qualified_name const& name);
    writer& operator<<(schema::object_name const& name);
    writer& operator<<(std::vector<schema::identifier> const& names); ///< joined with `, `

    [[nodiscard]] std::string take() && { return std::move(text_); }

    [[nodiscard]] std::string const& text() const noexcept { return text_; }

    [[nodiscard]] backslash style() const noexcept { return style_; }

private:
    backslash style_;
    std::string text_;
};

} // namespace alembicore::sql
