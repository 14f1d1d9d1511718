#include "parse/libpg_query.hpp"

#include "base/character_offset.hpp"
#include "base/loaded_library.hpp"

#include <boost/json/parse.hpp>

#include <pg_query.h>

namespace alembicore::parse {

namespace {

// Each level of an expression is some levels of JSON.
constexpr std::size_t deepest_tree = 4000;

struct parser_functions {
    decltype(&::pg_query_parse) parse;
    decltype(&::pg_query_free_parse_result) free_result;
};

error_info not_loaded() {
    error_info info;
    info.code = errc::not_available;
    info.message = "SQL of this kind is parsed first, and libpg_query cannot be loaded";
    info.remedy = "install it (Debian: libpg-query1504.0)";
    return info;
}

parser_functions look_up() {
    base::loaded_library const library{ALEMBICORE_PG_QUERY_LIBRARY, not_loaded()};
    parser_functions found{};
    library.look_up("pg_query_parse", found.parse);
    library.look_up("pg_query_free_parse_result", found.free_result);
    return found;
}

parser_functions const& parser() {
    static parser_functions const functions = look_up();
    return functions;
}

/// What the parser has made, freed in the end.
class parsed {
public:
    explicit parsed(std::string const& text) : result_(parser().parse(text.c_str())) {}

    parsed(parsed const&) = delete;
    parsed& operator=(parsed const&) = delete;

    ~parsed() { parser().free_result(result_); }

    [[nodiscard]] PgQueryError const* failure() const noexcept { return result_.error; }

    [[nodiscard]] char const* tree() const noexcept { return result_.parse_tree; }

private:
    PgQueryParseResult result_;
};

} // namespace

grammar_answer ask_grammar(std::string const& text) {
    // The parser would take what stands before a NUL character for the whole.
    if (auto const nul = text.find('\0'); nul != std::string::npos)
        return {{}, grammar_failure{"it holds a NUL character", nul}};
    parsed const made{text};
    if (auto const* failure = made.failure()) {
        auto const character = failure->cursorpos > 0 ? static_cast<std::size_t>(failure->cursorpos) - 1 : 0;
        return {{}, grammar_failure{failure->message, base::offset_of_character(text, character)}};
    }
    boost::json::parse_options options;
    options.max_depth = deepest_tree;
    boost::system::error_code failed;
    auto tree = boost::json::parse(made.tree(), failed, {}, options);
    if (failed)
        return {{}, grammar_failure{"it is nested too deeply", 0}};
    return {std::move(tree), {}};
}

} // namespace alembicore::parse
