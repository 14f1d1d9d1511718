// The syntax of a Python module: a typed tree that owns its source text. Made from tree-sitter's tree once; nothing of
// tree-sitter shows here. Nodes live as long as the `source_module` they came from and are never changed after parsing.
#pragma once

#include <alembicore/error.hpp>

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>

namespace alembicore::python {

/// Where a node starts and ends, in bytes of the module's text.
struct source_range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

namespace syntax {

enum class expression_kind : std::uint8_t {
    name,
    constant,
    formatted_string,
    tuple,
    list,
    set,
    dict,
    attribute,
    subscript,
    slice,
    call,
    unary,
    binary,
    boolean,
    comparison,
    conditional,
    lambda,
    comprehension,
    named,
    starred,
    yield,
    unsupported,
};

struct expression {
    expression_kind kind;
    source_range range;
};

template <typename T>
using nodes = std::span<T const* const>;
using expressions = nodes<expression>;

enum class scope_kind : std::uint8_t { module, function, class_body, comprehension };

/// The names that a block binds, known before it runs as Python knows them. Function-like blocks keep them in slots.
struct scope {
    scope_kind kind = scope_kind::module;
    std::span<std::string_view const> names;  ///< function and comprehension: slot by slot
    std::span<std::string_view const> outer;  ///< declared nonlocal
    std::span<std::string_view const> global; ///< declared global
    bool yields = false;                      ///< a generator function
};

/// Slot of a name that is not kept in the slots of the innermost block.
inline constexpr std::uint32_t no_slot = 0xFFFFFFFF;

struct name : expression {
    std::string_view id;
    mutable std::uint32_t slot = no_slot; ///< set once, when the block around it has been read
};

enum class constant_kind : std::uint8_t { none, true_, false_, ellipsis, integer, real, text, bytes, huge_integer };

struct constant : expression {
    constant_kind which;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text{}; ///< decoded: escapes resolved, implicit concatenation joined; huge_integer: as written
};

struct formatted_part {
    std::string_view text;             ///< literal text before the value
    expression const* value = nullptr; ///< null: text alone
    char conversion = 0;               ///< 's', 'r', 'a' or 0
    std::span<formatted_part const> format;
};

struct formatted_string : expression {
    std::span<formatted_part const> parts;
};

/// tuple, list, set
struct sequence : expression {
    expressions items;
};

struct dict_item {
    expression const* key = nullptr; ///< null: `**value`
    expression const* value = nullptr;
};

struct dict : expression {
    std::span<dict_item const> items;
};

struct attribute : expression {
    expression const* object;
    std::string_view id;
};

struct subscript : expression {
    expression const* object;
    expression const* index;
};

struct slice : expression {
    expression const* start = nullptr;
    expression const* stop = nullptr;
    expression const* step = nullptr;
};

enum class argument_kind : std::uint8_t { positional, keyword, unpacked_sequence, unpacked_mapping };

struct argument {
    argument_kind kind;
    std::string_view keyword;
    expression const* value;
};

struct call : expression {
    expression const* callee;
    std::span<argument const> arguments;
};

enum class unary_operator : std::uint8_t { not_, minus, plus, invert };

struct unary : expression {
    unary_operator op;
    expression const* operand;
};

enum class binary_operator : std::uint8_t {
    add,
    subtract,
    multiply,
    matrix_multiply,
    divide,
    floor_divide,
    modulo,
    power,
    bit_and,
    bit_or,
    bit_xor,
    shift_left,
    shift_right,
};

struct binary : expression {
    binary_operator op;
    expression const* left;
    expression const* right;
};

enum class boolean_operator : std::uint8_t { and_, or_ };

/// `a and b and c` is one node.
struct boolean : expression {
    boolean_operator op;
    expressions operands;
};

enum class comparison_operator : std::uint8_t {
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    in,
    not_in,
    is,
    is_not,
};

/// `a < b <= c`: one operand more than operators.
struct comparison : expression {
    std::span<comparison_operator const> operators;
    expressions operands;
};

struct conditional : expression {
    expression const* condition;
    expression const* then;
    expression const* otherwise;
};

enum class parameter_kind : std::uint8_t { positional_only, ordinary, rest, keyword_only, keywords };

/// The n-th parameter is in slot n of its function.
struct parameter {
    std::string_view id;
    parameter_kind kind = parameter_kind::ordinary;
    expression const* fallback = nullptr; ///< the default
};

struct lambda : expression {
    std::span<parameter const> parameters;
    expression const* body;
    syntax::scope scope;
};

struct comprehension_clause {
    expression const* target;
    expression const* source;
    expressions conditions;
};

enum class comprehension_kind : std::uint8_t { list, set, dict, generator };

struct comprehension : expression {
    comprehension_kind which;
    expression const* key; ///< dict only
    expression const* element;
    std::span<comprehension_clause const> clauses;
    syntax::scope scope;
};

/// `target := value`
struct named : expression {
    name const* target;
    expression const* value;
};

struct starred : expression {
    expression const* value;
};

struct yield : expression {
    expression const* value; ///< may be null
    bool from;
};

/// Valid Python that has no node of its own: refused when it is reached.
struct unsupported : expression {
    std::string_view construct;
};

enum class statement_kind : std::uint8_t {
    expression,
    assign,
    annotate,
    augment,
    return_,
    if_,
    for_,
    while_,
    break_,
    continue_,
    pass,
    import,
    import_from,
    function,
    class_,
    try_,
    raise,
    with,
    assert_,
    delete_,
    scope_declaration,
    match,
    unsupported,
};

struct statement {
    statement_kind kind;
    source_range range;
};

using block = nodes<statement>;

struct expression_statement : statement {
    syntax::expression const* value;
};

/// `a = b = value`
struct assign : statement {
    expressions targets;
    syntax::expression const* value;
};

/// `target: annotation = value`; the annotation is never evaluated.
struct annotate : statement {
    syntax::expression const* target;
    syntax::expression const* value; ///< may be null
    std::string_view annotation;     ///< as written
};

struct augment : statement {
    syntax::expression const* target;
    binary_operator op;
    syntax::expression const* value;
};

struct return_statement : statement {
    syntax::expression const* value; ///< may be null
};

struct if_branch {
    expression const* condition = nullptr; ///< null: `else`
    syntax::block body;
};

struct if_statement : statement {
    std::span<if_branch const> branches;
};

struct for_statement : statement {
    syntax::expression const* target;
    syntax::expression const* source;
    syntax::block body;
    syntax::block otherwise;
};

struct while_statement : statement {
    syntax::expression const* condition;
    syntax::block body;
    syntax::block otherwise;
};

struct import_name {
    std::string_view dotted; ///< `a.b` of `import a.b`, or the one name of `from a import b`; "*" for a star import
    std::string_view alias;  ///< empty when there is no `as`
    source_range range;
    name const* target; ///< the name that is bound: the alias, or the first part of the dotted name; null for "*"
};

struct import_statement : statement {
    std::span<import_name const> names;
};

struct import_from : statement {
    std::uint32_t level; ///< number of leading dots
    std::string_view module;
    std::span<import_name const> names;
};

struct function : statement {
    std::string_view id;
    name const* target;
    expressions decorators;
    std::span<parameter const> parameters;
    syntax::block body;
    syntax::scope scope;
    bool asynchronous;
};

struct class_statement : statement {
    std::string_view id;
    name const* target;
    expressions decorators;
    std::span<argument const> arguments;
    syntax::block body;
    syntax::scope scope;
};

struct except_clause {
    expression const* type = nullptr; ///< null: bare `except:`
    name const* target = nullptr;
    syntax::block body;
    source_range range;
};

struct try_statement : statement {
    syntax::block body;
    std::span<except_clause const> handlers;
    syntax::block otherwise;
    syntax::block finally;
};

struct raise_statement : statement {
    syntax::expression const* value; ///< null: re-raise
    syntax::expression const* cause;
};

struct with_item {
    expression const* context;
    expression const* target; ///< may be null
};

struct with_statement : statement {
    std::span<with_item const> items;
    syntax::block body;
};

struct assert_statement : statement {
    syntax::expression const* condition;
    syntax::expression const* message; ///< may be null
};

struct delete_statement : statement {
    expressions targets;
};

enum class pattern_kind : std::uint8_t { value, capture, wildcard, sequence, alternatives, as, unsupported };

struct pattern {
    pattern_kind kind;
    source_range range;
    expression const* value = nullptr; ///< value
    name const* target = nullptr;      ///< capture, as
    nodes<pattern> items;              ///< sequence, alternatives; as: the one pattern
};

struct match_case {
    syntax::pattern const* pattern;
    expression const* guard; ///< may be null
    syntax::block body;
};

struct match_statement : statement {
    syntax::expression const* subject;
    std::span<match_case const> cases;
};

struct unsupported_statement : statement {
    std::string_view construct;
};

} // namespace syntax

/// A parsed module: text, tree, and the memory of both.
class source_module {
public:
    source_module(std::string file, std::string text);
    source_module(source_module const&) = delete;
    source_module& operator=(source_module const&) = delete;
    ~source_module();

    [[nodiscard]] std::string const& file() const noexcept { return file_; }

    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    [[nodiscard]] syntax::block body() const noexcept { return body_; }

    [[nodiscard]] std::string_view text_of(source_range range) const noexcept;

    [[nodiscard]] source_place place_of(source_range range) const;

    /// The string that stands first in the module; empty without one.
    [[nodiscard]] std::string_view docstring() const noexcept;

    /// The last top-level function of this name, also inside top-level `if` and `try`; null without one.
    [[nodiscard]] syntax::function const* find_function(std::string_view id) const noexcept;

private:
    std::string file_;
    std::string text_;
    std::pmr::monotonic_buffer_resource memory_;
    syntax::block body_;
};

/// Reads a module. `text` is UTF-8. Errors: syntax_error with its place; evaluation_limit where brackets or blocks are
/// nested deeper than people write.
[[nodiscard]] std::shared_ptr<source_module const> parse_module(std::string file, std::string text);

/// The node as its own type; the kind must have been checked.
template <typename T, typename Base>
[[nodiscard]] T const& as(Base const& node) noexcept {
    return static_cast<T const&>(node);
}

} // namespace alembicore::python
