// A thin view of tree-sitter's tree of a Python module: kinds as an enumeration, children in one pass.
#pragma once

#include "python/syntax.hpp"

#include <boost/container/small_vector.hpp>

#include <tree_sitter/api.h>

#include <memory>
#include <optional>
#include <string_view>

namespace alembicore::python::cst {

/// The node kinds of the grammar that the tree builder tells apart.
enum class kind : std::uint8_t {
    other,
    aliased_import,
    argument_list,
    as_pattern,
    as_pattern_target,
    assert_statement,
    assignment,
    attribute,
    augmented_assignment,
    await,
    binary_operator,
    block,
    boolean_operator,
    break_statement,
    call,
    case_clause,
    case_pattern,
    class_definition,
    comment,
    comparison_operator,
    concatenated_string,
    conditional_expression,
    continue_statement,
    decorated_definition,
    decorator,
    default_parameter,
    delete_statement,
    dictionary,
    dictionary_comprehension,
    dictionary_splat,
    dictionary_splat_pattern,
    dotted_name,
    elif_clause,
    ellipsis,
    else_clause,
    error,
    except_clause,
    exec_statement,
    expression_list,
    expression_statement,
    false_,
    finally_clause,
    float_,
    for_in_clause,
    for_statement,
    format_expression,
    format_specifier,
    function_definition,
    future_import_statement,
    generator_expression,
    global_statement,
    identifier,
    if_clause,
    if_statement,
    import_from_statement,
    import_prefix,
    import_statement,
    integer,
    interpolation,
    keyword_argument,
    keyword_separator,
    lambda,
    lambda_parameters,
    line_continuation,
    list,
    list_comprehension,
    list_pattern,
    list_splat,
    list_splat_pattern,
    match_statement,
    named_expression,
    none,
    nonlocal_statement,
    not_operator,
    pair,
    parameters,
    parenthesized_expression,
    parenthesized_list_splat,
    pass_statement,
    pattern_list,
    positional_separator,
    print_statement,
    raise_statement,
    relative_import,
    return_statement,
    set,
    set_comprehension,
    slice,
    string,
    string_content,
    string_end,
    string_start,
    subscript,
    true_,
    try_statement,
    tuple,
    tuple_pattern,
    type_conversion,
    typed_default_parameter,
    typed_parameter,
    unary_operator,
    union_pattern,
    while_statement,
    wildcard_import,
    with_clause,
    with_item,
    with_statement,
    yield,
    count_
};

enum class field : std::uint8_t {
    none,
    alias,
    alternative,
    arguments,
    argument,
    attribute,
    body,
    cause,
    condition,
    consequence,
    definition,
    expression,
    format_specifier,
    function,
    guard,
    key,
    left,
    module_name,
    name,
    object,
    operator_,
    operators,
    parameters,
    return_type,
    right,
    subject,
    subscript,
    superclasses,
    type,
    type_conversion,
    type_parameters,
    value,
    count_
};

struct node {
    TSNode raw{};
    cst::kind kind = kind::other;
    cst::field field = field::none; ///< under which its parent holds it
    bool named = false;

    [[nodiscard]] source_range range() const noexcept { return {ts_node_start_byte(raw), ts_node_end_byte(raw)}; }

    [[nodiscard]] explicit operator bool() const noexcept { return raw.id != nullptr; }
};

class cursor {
public:
    explicit cursor(TSNode start) noexcept : raw_(ts_tree_cursor_new(start)) {}

    cursor(cursor const&) = delete;
    cursor& operator=(cursor const&) = delete;

    ~cursor() { ts_tree_cursor_delete(&raw_); }

    void restart(TSNode start) noexcept { ts_tree_cursor_reset(&raw_, start); }

    bool down() noexcept { return ts_tree_cursor_goto_first_child(&raw_); }

    bool next() noexcept { return ts_tree_cursor_goto_next_sibling(&raw_); }

    bool up() noexcept { return ts_tree_cursor_goto_parent(&raw_); }

    [[nodiscard]] TSNode raw() const noexcept { return ts_tree_cursor_current_node(&raw_); }

    [[nodiscard]] node current() const noexcept;

private:
    TSTreeCursor raw_;
};

/// The children of a node, comments left out. The cursor is borrowed while they are collected.
class children {
public:
    children(cursor& walker, node const& parent);

    [[nodiscard]] auto begin() const noexcept { return nodes_.begin(); }

    [[nodiscard]] auto end() const noexcept { return nodes_.end(); }

    /// The first child under this field; a null node without one.
    [[nodiscard]] node operator[](field wanted) const noexcept;
    [[nodiscard]] node first(kind wanted) const noexcept;
    /// The n-th named child; a null node past the last.
    [[nodiscard]] node named(std::size_t n) const noexcept;

private:
    boost::container::small_vector<node, 8> nodes_;
};

struct tree_deleter {
    void operator()(TSTree* tree) const noexcept { ts_tree_delete(tree); }
};

using tree = std::unique_ptr<TSTree, tree_deleter>;

/// Null when parsing took longer than any honest file does.
[[nodiscard]] tree parse(std::string_view text);
[[nodiscard]] node root(tree const& parsed) noexcept;

/// The first ERROR or MISSING node, in the order of the text; a null node without one.
struct fault {
    node where;
    std::string_view missing; ///< what was expected there; empty where something is unexpected
};

[[nodiscard]] fault find_fault(tree const& parsed);

/// The first control character that stands outside strings and comments. The grammar takes some for white space, Python
/// refuses all but tabs, form feeds and line ends.
[[nodiscard]] std::optional<std::uint32_t> find_unprintable(tree const& parsed, std::string_view text);

} // namespace alembicore::python::cst
