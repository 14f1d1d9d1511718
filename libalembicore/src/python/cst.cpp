#include "python/cst.hpp"

#include <array>
#include <vector>

extern "C" TSLanguage const* tree_sitter_python();

namespace alembicore::python::cst {

namespace {

constexpr std::uint64_t longest_parse_in_microseconds = 5'000'000;

constexpr std::array<std::string_view, static_cast<std::size_t>(kind::count_)> kind_names{
    "",
    "aliased_import",
    "argument_list",
    "as_pattern",
    "as_pattern_target",
    "assert_statement",
    "assignment",
    "attribute",
    "augmented_assignment",
    "await",
    "binary_operator",
    "block",
    "boolean_operator",
    "break_statement",
    "call",
    "case_clause",
    "case_pattern",
    "class_definition",
    "comment",
    "comparison_operator",
    "concatenated_string",
    "conditional_expression",
    "continue_statement",
    "decorated_definition",
    "decorator",
    "default_parameter",
    "delete_statement",
    "dictionary",
    "dictionary_comprehension",
    "dictionary_splat",
    "dictionary_splat_pattern",
    "dotted_name",
    "elif_clause",
    "ellipsis",
    "else_clause",
    "ERROR",
    "except_clause",
    "exec_statement",
    "expression_list",
    "expression_statement",
    "false",
    "finally_clause",
    "float",
    "for_in_clause",
    "for_statement",
    "format_expression",
    "format_specifier",
    "function_definition",
    "future_import_statement",
    "generator_expression",
    "global_statement",
    "identifier",
    "if_clause",
    "if_statement",
    "import_from_statement",
    "import_prefix",
    "import_statement",
    "integer",
    "interpolation",
    "keyword_argument",
    "keyword_separator",
    "lambda",
    "lambda_parameters",
    "line_continuation",
    "list",
    "list_comprehension",
    "list_pattern",
    "list_splat",
    "list_splat_pattern",
    "match_statement",
    "named_expression",
    "none",
    "nonlocal_statement",
    "not_operator",
    "pair",
    "parameters",
    "parenthesized_expression",
    "parenthesized_list_splat",
    "pass_statement",
    "pattern_list",
    "positional_separator",
    "print_statement",
    "raise_statement",
    "relative_import",
    "return_statement",
    "set",
    "set_comprehension",
    "slice",
    "string",
    "string_content",
    "string_end",
    "string_start",
    "subscript",
    "true",
    "try_statement",
    "tuple",
    "tuple_pattern",
    "type_conversion",
    "typed_default_parameter",
    "typed_parameter",
    "unary_operator",
    "union_pattern",
    "while_statement",
    "wildcard_import",
    "with_clause",
    "with_item",
    "with_statement",
    "yield",
};

constexpr std::array<std::string_view, static_cast<std::size_t>(field::count_)> field_names{
    "",
    "alias",
    "alternative",
    "arguments",
    "argument",
    "attribute",
    "body",
    "cause",
    "condition",
    "consequence",
    "definition",
    "expression",
    "format_specifier",
    "function",
    "guard",
    "key",
    "left",
    "module_name",
    "name",
    "object",
    "operator",
    "operators",
    "parameters",
    "return_type",
    "right",
    "subject",
    "subscript",
    "superclasses",
    "type",
    "type_conversion",
    "type_parameters",
    "value",
};

/// The grammar's numbers of kinds and fields, translated to ours.
struct numbering {
    std::vector<kind> kinds;
    std::vector<field> fields;

    numbering() {
        auto const* language = tree_sitter_python();
        kinds.resize(ts_language_symbol_count(language));
        for (std::size_t symbol = 0; symbol < kinds.size(); ++symbol)
            kinds[symbol] = kind_of(language, static_cast<TSSymbol>(symbol));
        fields.resize(ts_language_field_count(language) + 1);
        for (std::size_t id = 1; id < fields.size(); ++id)
            fields[id] = field_named(ts_language_field_name_for_id(language, static_cast<TSFieldId>(id)));
    }

    static kind kind_of(TSLanguage const* language, TSSymbol symbol) {
        if (ts_language_symbol_type(language, symbol) != TSSymbolTypeRegular)
            return kind::other;
        std::string_view const name = ts_language_symbol_name(language, symbol);
        for (std::size_t i = 1; i < kind_names.size(); ++i)
            if (kind_names.at(i) == name)
                return static_cast<kind>(i);
        return kind::other;
    }

    static field field_named(std::string_view name) {
        for (std::size_t i = 1; i < field_names.size(); ++i)
            if (field_names.at(i) == name)
                return static_cast<field>(i);
        return field::none;
    }
};

numbering const& grammar() {
    static numbering const once;
    return once;
}

constexpr TSSymbol error_symbol = 0xFFFF;

node make_node(TSNode raw, TSFieldId under) noexcept {
    auto const symbol = ts_node_symbol(raw);
    auto const& known = grammar();
    return {
        .raw = raw,
        .kind = symbol == error_symbol ? kind::error : known.kinds[symbol],
        .field = known.fields[under],
        .named = ts_node_is_named(raw),
    };
}

} // namespace

node cursor::current() const noexcept {
    return make_node(raw(), ts_tree_cursor_current_field_id(&raw_));
}

namespace {

/// Asking for the field takes long where there are many children, and these have none.
bool has_fields(kind parent) noexcept {
    switch (parent) {
    case kind::argument_list:
    case kind::block:
    case kind::concatenated_string:
    case kind::dictionary:
    case kind::expression_list:
    case kind::list:
    case kind::pattern_list:
    case kind::set:
    case kind::string:
    case kind::tuple:
        return false;
    default:
        return true;
    }
}

} // namespace

children::children(cursor& walker, node const& parent) {
    bool const fields = has_fields(parent.kind);
    walker.restart(parent.raw);
    for (bool more = walker.down(); more; more = walker.next()) {
        node const child = fields ? walker.current() : make_node(walker.raw(), 0);
        if (child.kind != kind::comment && child.kind != kind::line_continuation)
            nodes_.push_back(child);
    }
}

node children::operator[](field wanted) const noexcept {
    for (auto const& each : nodes_)
        if (each.field == wanted)
            return each;
    return {};
}

node children::first(kind wanted) const noexcept {
    for (auto const& each : nodes_)
        if (each.kind == wanted)
            return each;
    return {};
}

node children::named(std::size_t n) const noexcept {
    for (auto const& each : nodes_)
        if (each.named && n-- == 0)
            return each;
    return {};
}

tree parse(std::string_view text) {
    struct parser_deleter {
        void operator()(TSParser* parser) const noexcept { ts_parser_delete(parser); }
    };

    std::unique_ptr<TSParser, parser_deleter> const parser{ts_parser_new()};
    if (!ts_parser_set_language(parser.get(), tree_sitter_python()))
        throw error{errc::internal, "the Python grammar does not fit the tree-sitter library"};
    ts_parser_set_timeout_micros(parser.get(), longest_parse_in_microseconds);
    return tree{ts_parser_parse_string(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size()))};
}

node root(tree const& parsed) noexcept {
    return make_node(ts_tree_root_node(parsed.get()), 0);
}

fault find_fault(tree const& parsed) {
    if (!ts_node_has_error(ts_tree_root_node(parsed.get())))
        return {};
    cursor at{ts_tree_root_node(parsed.get())};
    while (true) {
        TSNode const here = at.raw();
        if (ts_node_is_missing(here))
            return {.where = at.current(), .missing = ts_node_type(here)};
        if (ts_node_symbol(here) == error_symbol)
            return {.where = at.current(), .missing = {}};
        if (ts_node_has_error(here) && at.down())
            continue;
        while (!at.next())
            if (!at.up())
                return {.where = root(parsed), .missing = {}};
    }
}

namespace {

bool is_unprintable(char c) noexcept {
    auto const byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r') || byte == 0x7F;
}

bool within_text(TSNode node) {
    for (; !ts_node_is_null(node); node = ts_node_parent(node))
        if (std::string_view const type = ts_node_type(node); type == "string" || type == "comment")
            return true;
    return false;
}

} // namespace

std::optional<std::uint32_t> find_unprintable(tree const& parsed, std::string_view text) {
    for (std::uint32_t at = 0; at < text.size(); ++at) {
        if (!is_unprintable(text[at]))
            continue;
        if (!within_text(ts_node_descendant_for_byte_range(ts_tree_root_node(parsed.get()), at, at + 1)))
            return at;
    }
    return std::nullopt;
}

} // namespace alembicore::python::cst
