#include "python/rebinding.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::python {

using syntax::statement_kind;

namespace {

class rebinding_search {
public:
    void search(syntax::block block) {
        for (auto const* each : block)
            search(*each);
    }

    [[nodiscard]] std::vector<rebound_global> take() { return std::move(found_); }

private:
    void search(syntax::statement const& node);
    void search(syntax::function const& node);
    void search(syntax::try_statement const& node);
    void bind(syntax::expression const& target);
    void bind(syntax::name const* target);
    void bind_imports(std::span<syntax::import_name const> imports);

    syntax::function const* function_ = nullptr; ///< the innermost one
    std::vector<rebound_global> found_;
};

void rebinding_search::bind(syntax::name const* target) {
    if (target == nullptr || function_ == nullptr ||
        std::ranges::find(function_->scope.global, target->id) == function_->scope.global.end())
        return;
    auto const known = std::ranges::find(found_, target->id, &rebound_global::name);
    if (known == found_.end())
        found_.push_back({.name = target->id, .function = function_});
    else if (known->function != function_)
        *known = {.name = target->id, .function = function_, .by_one = false};
}

void rebinding_search::bind(syntax::expression const& target) {
    switch (target.kind) {
    case syntax::expression_kind::name:
        return bind(&as<syntax::name>(target));
    case syntax::expression_kind::starred:
        return bind(*as<syntax::starred>(target).value);
    case syntax::expression_kind::tuple:
    case syntax::expression_kind::list:
        for (auto const* each : as<syntax::sequence>(target).items)
            bind(*each);
        return;
    default:
        return;
    }
}

void rebinding_search::bind_imports(std::span<syntax::import_name const> imports) {
    for (auto const& each : imports)
        bind(each.target);
}

void rebinding_search::search(syntax::function const& node) {
    bind(node.target);
    auto const* const around = std::exchange(function_, &node);
    search(node.body);
    function_ = around;
}

void rebinding_search::search(syntax::try_statement const& node) {
    search(node.body);
    for (auto const& handler : node.handlers) {
        bind(handler.target);
        search(handler.body);
    }
    search(node.otherwise);
    search(node.finally);
}

void rebinding_search::search(syntax::statement const& node) {
    switch (node.kind) {
    case statement_kind::assign:
        for (auto const* target : as<syntax::assign>(node).targets)
            bind(*target);
        break;
    case statement_kind::annotate:
        if (as<syntax::annotate>(node).value != nullptr)
            bind(*as<syntax::annotate>(node).target);
        break;
    case statement_kind::augment:
        bind(*as<syntax::augment>(node).target);
        break;
    case statement_kind::delete_:
        for (auto const* target : as<syntax::delete_statement>(node).targets)
            bind(*target);
        break;
    case statement_kind::import:
        bind_imports(as<syntax::import_statement>(node).names);
        break;
    case statement_kind::import_from:
        bind_imports(as<syntax::import_from>(node).names);
        break;
    case statement_kind::function:
        search(as<syntax::function>(node));
        break;
    case statement_kind::class_:
        bind(as<syntax::class_statement>(node).target);
        search(as<syntax::class_statement>(node).body);
        break;
    case statement_kind::if_:
        for (auto const& branch : as<syntax::if_statement>(node).branches)
            search(branch.body);
        break;
    case statement_kind::for_:
        bind(*as<syntax::for_statement>(node).target);
        search(as<syntax::for_statement>(node).body);
        search(as<syntax::for_statement>(node).otherwise);
        break;
    case statement_kind::while_:
        search(as<syntax::while_statement>(node).body);
        search(as<syntax::while_statement>(node).otherwise);
        break;
    case statement_kind::with:
        for (auto const& item : as<syntax::with_statement>(node).items)
            if (item.target != nullptr)
                bind(*item.target);
        search(as<syntax::with_statement>(node).body);
        break;
    case statement_kind::try_:
        search(as<syntax::try_statement>(node));
        break;
    case statement_kind::match:
        for (auto const& each : as<syntax::match_statement>(node).cases)
            search(each.body);
        break;
    default:
        break;
    }
}

error_info cause_of(source_module const& module, rebound_global const& found) {
    auto const name = "'" + std::string{found.name} + "'";
    auto made = not_evaluable(
        "what " + name + " holds depends on whether " + std::string{found.function->id} + "() has been called",
        "run this revision with Python, or write the value into the revision"
    );
    made.info().place = module.place_of(found.function->range);
    return made.info();
}

} // namespace

std::vector<rebound_global> find_rebound_globals(syntax::block module) {
    rebinding_search search;
    search.search(module);
    return search.take();
}

rebound_name::rebound_name(source_module const& module, rebound_global const& found, rebound_state state)
    : unknown_object(std::string{found.name}, module.place_of(found.function->range), cause_of(module, found)),
      state_(state) {}

} // namespace alembicore::python
