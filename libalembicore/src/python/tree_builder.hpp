// Turns tree-sitter's tree into ours, and finds out which names each block binds.
#pragma once

#include "python/cst.hpp"
#include "python/syntax.hpp"

#include <memory_resource>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace alembicore::python {

class tree_builder {
public:
    tree_builder(source_module const& module, std::pmr::memory_resource& memory, cst::tree const& parsed);

    [[nodiscard]] syntax::block build_module(cst::node const& root);

private:
    /// What is known of a block while it is being read.
    struct draft {
        syntax::scope_kind kind;
        std::vector<std::string_view> names;
        std::vector<std::string_view> outer;
        std::vector<std::string_view> global;
        std::vector<syntax::name const*> mentioned;
        bool yields = false;
        unsigned loops = 0;                                              ///< around the statement that is being read
        std::vector<std::pair<std::string_view, source_range>> wanted{}; ///< what functions in here declare nonlocal
    };

    class level_guard;

    // Expressions
    syntax::expression const* build_expression(cst::node const& from);
    syntax::expression const* build_atom(cst::node const& from);
    syntax::expression const* build_unstarred(cst::node const& from);
    syntax::expression const* build_sequence(cst::node const& from, syntax::expression_kind kind);
    syntax::expression const* build_items(cst::children const& from, source_range range);
    syntax::expression const* build_number(cst::node const& from);
    syntax::expression const* build_real(cst::node const& from);
    syntax::expression const* build_parenthesized(cst::node const& from);
    syntax::expression const* build_dict(cst::node const& from);
    syntax::expression const* build_attribute(cst::node const& from);
    syntax::expression const* build_subscript(cst::node const& from);
    syntax::expression const* build_slice(cst::node const& from);
    syntax::expression const* build_call(cst::node const& from);
    syntax::expression const* build_unary(cst::node const& from);
    syntax::expression const* build_binary(cst::node const& from);
    syntax::expression const* build_boolean(cst::node const& from);
    syntax::expression const* build_comparison(cst::node const& from);
    syntax::expression const* build_conditional(cst::node const& from);
    syntax::expression const* build_lambda(cst::node const& from);
    syntax::expression const* build_comprehension(cst::node const& from, syntax::comprehension_kind which);
    syntax::expression const* build_named(cst::node const& from);
    syntax::expression const* build_starred(cst::node const& from);
    /// `[*f()]`: the grammar has the star around `f`; it belongs around what is made of `f`.
    template <typename Make>
    syntax::expression const* build_within_star(cst::node const& from, syntax::expression const* inner, Make&& around);
    syntax::expression const* build_yield(cst::node const& from);
    syntax::expression const* build_target(cst::node const& from);
    std::span<syntax::argument const> build_arguments(cst::node const& from);
    std::span<syntax::parameter const> build_parameters(cst::node const& from);
    syntax::parameter build_parameter(cst::node const& from, syntax::parameter_kind kind);
    void build_clauses(cst::children const& from, std::vector<syntax::comprehension_clause>& clauses);

    // Strings
    syntax::expression const* build_string(cst::node const& from);
    syntax::expression const* build_strings(cst::node const& from);
    struct string_pieces;
    void read_string(cst::node const& from, string_pieces& pieces);
    void read_literal_text(std::string_view raw, string_pieces& pieces, bool doubled_braces);
    void read_interpolation(cst::node const& from, string_pieces& pieces);
    std::span<syntax::formatted_part const> build_format(cst::node const& from, bool raw);
    syntax::expression const* finish_string(string_pieces& pieces, source_range range);

    // Statements
    void build_statement(cst::node const& from, std::vector<syntax::statement const*>& into);
    syntax::block build_block(cst::node const& from, source_range owner);
    syntax::block build_loop_body(cst::node const& from, source_range owner);
    syntax::statement const* build_expression_statement(cst::node const& from);
    syntax::statement const* build_assignment(cst::node const& from);
    syntax::statement const* build_augmented(cst::node const& from);
    syntax::statement const* build_jump(cst::node const& from, syntax::statement_kind which);
    syntax::statement const* build_return(cst::node const& from);
    syntax::statement const* build_if(cst::node const& from);
    syntax::statement const* build_for(cst::node const& from);
    syntax::statement const* build_while(cst::node const& from);
    syntax::statement const* build_import(cst::node const& from);
    syntax::statement const* build_import_from(cst::node const& from);
    syntax::statement const* build_function(cst::node const& from, syntax::expressions decorators, source_range range);
    syntax::statement const* build_class(cst::node const& from, syntax::expressions decorators, source_range range);
    syntax::statement const* build_decorated(cst::node const& from);
    syntax::statement const* build_try(cst::node const& from);
    syntax::statement const* build_raise(cst::node const& from);
    syntax::statement const* build_with(cst::node const& from);
    syntax::statement const* build_assert(cst::node const& from);
    syntax::statement const* build_delete(cst::node const& from);
    syntax::statement const* build_scope_declaration(cst::node const& from, bool global);
    syntax::statement const* build_match(cst::node const& from);
    syntax::pattern const* build_pattern(cst::node const& from);
    syntax::pattern const* build_pattern_items(cst::node const& from, syntax::pattern_kind kind);
    syntax::except_clause build_except(cst::node const& from);
    syntax::import_name build_import_name(cst::node const& from, bool whole_path);

    // Scopes
    void open_scope(syntax::scope_kind kind);
    void find_outer_names(draft const& closed);
    syntax::scope close_scope();
    syntax::name const* mention(std::string_view id, source_range range);
    syntax::name const* bind(std::string_view id, source_range range);
    void bind_name(draft& block, std::string_view id);

    // Support
    [[nodiscard]] cst::children children_of(cst::node const& from) { return {walker_, from}; }

    [[nodiscard]] std::string_view text_of(cst::node const& from) const { return module_.text_of(from.range()); }

    [[nodiscard]] syntax::expression const* unsupported(source_range range, std::string_view construct);
    [[nodiscard]] syntax::statement const* unsupported_statement(cst::node const& from, std::string_view construct);
    [[noreturn]] void fail(source_range range, std::string message, std::string remedy = {}) const;

    /// Everything in the module's memory is left to it; nothing there has a destructor to run.
    template <typename T>
    T const* make(T node) {
        static_assert(std::is_trivially_destructible_v<T>);
        return new (memory_.allocate(sizeof(T), alignof(T))) T(std::move(node));
    }

    template <typename T>
    std::span<T const> keep(std::vector<T> const& items) {
        static_assert(std::is_trivially_destructible_v<T>);
        if (items.empty())
            return {};
        auto* first = static_cast<T*>(memory_.allocate(sizeof(T) * items.size(), alignof(T)));
        std::uninitialized_copy(items.begin(), items.end(), first);
        return {first, items.size()};
    }

    std::string_view keep_text(std::string_view text);

    source_module const& module_;
    std::pmr::memory_resource& memory_;
    cst::cursor walker_;
    std::vector<draft> scopes_;
    std::size_t level_ = 0;
};

} // namespace alembicore::python
