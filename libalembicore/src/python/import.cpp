// `import`: modules of the host, then modules of the project, which are evaluated when they are first asked for.
#include "python/machine.hpp"

#include "python/operations.hpp"
#include "python/unknown.hpp"

#include <utility>

namespace alembicore::python {

namespace {

/// The application may have called any function of the module before the revision runs.
void leave_rebound_names_open(module_state& loaded) {
    for (auto const& each : loaded.rebound) {
        auto const* found = loaded.globals.find(each.name);
        bool const unmade = each.by_one && found != nullptr && found->is_none();
        loaded.globals.set(
            each.name,
            std::make_shared<rebound_name>(*loaded.source, each, unmade ? rebound_state::unmade : rebound_state::open)
        );
    }
    loaded.rebound.clear();
}

} // namespace

/// The name that a module of the project gives, read when it is asked for.
class project_module final : public object {
public:
    project_module(evaluation::machine& owner, module_state& state) : owner_(owner), state_(state) {}

    [[nodiscard]] std::string type_name() const override { return "module"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (auto const* found = state_.globals.find(name))
            return *found;
        if (auto submodule = owner_.loaded_submodule(state_.name, name))
            return submodule;
        // Python knows a submodule here once anybody has imported it, which env.py's imports do in a run.
        if (auto const dotted = state_.name + "." + std::string{name}; owner_.is_project_module(dotted))
            return owner_.import_module(dotted, {});
        if (state_.unknown_names)
            throw error{*state_.unknown_names};
        if (state_.loading)
            refuse("reading '" + std::string{name} + "' from a half-loaded");
        return std::nullopt;
    }

    void set_attribute(evaluation&, std::string_view name, value const& item) override {
        state_.globals.set(name, item);
    }

    [[nodiscard]] std::string repr(evaluation&) override { return "<module '" + state_.name + "'>"; }

    [[nodiscard]] module_state& state() const noexcept { return state_; }

private:
    evaluation::machine& owner_;
    module_state& state_;
};

/// `a` after `import a.b`: a package, or a folder of modules, whose own code runs when something of it is asked for.
class package_object final : public object {
public:
    package_object(evaluation::machine& owner, std::string name, source_range range)
        : owner_(owner), name_(std::move(name)), range_(range) {}

    [[nodiscard]] std::string type_name() const override { return "module"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        if (auto submodule = owner_.loaded_submodule(name_, name))
            return submodule;
        return run.attribute(owner_.import_module(name_, range_), name);
    }

private:
    evaluation::machine& owner_;
    std::string name_;
    source_range range_;
};

std::string evaluation::machine::absolute_name(std::uint32_t level, std::string_view module) const {
    if (level == 0)
        return std::string{module};
    std::string_view package = position_.module->package;
    for (std::uint32_t up = 1; up < level && !package.empty(); ++up) {
        auto const dot = package.rfind('.');
        package = dot == std::string_view::npos ? std::string_view{} : package.substr(0, dot);
    }
    std::string name{package};
    if (!module.empty())
        name += (name.empty() ? "" : ".") + std::string{module};
    return name;
}

value evaluation::machine::unknown_import(std::string text, source_range range, std::string reason) {
    return std::make_shared<unknown_object>(
        std::move(text), position_.module->source->place_of(range), std::move(reason)
    );
}

value evaluation::machine::import_module(std::string_view dotted, source_range range) {
    if (auto const provided = modules_.find(dotted))
        return provided;
    if (options_.project != nullptr && !dotted.empty())
        return import_project_module(dotted, range);
    require_certain_import(dotted, range);
    return unknown_import(std::string{dotted}, range);
}

bool evaluation::machine::is_project_module(std::string_view dotted) {
    return options_.project != nullptr && !dotted.empty() && options_.project->find_module(dotted) != nullptr;
}

/// Python sets a module as an attribute of its package once it is imported.
std::optional<value> evaluation::machine::loaded_submodule(std::string_view package, std::string_view name) {
    auto const dotted = std::string{package} + "." + std::string{name};
    if (auto const found = loaded_objects_.find(dotted); found != loaded_objects_.end())
        return found->second;
    auto const below = loaded_objects_.lower_bound(dotted + ".");
    if (below == loaded_objects_.end() || !below->first.starts_with(dotted + "."))
        return std::nullopt;
    return value{std::make_shared<package_object>(*this, dotted, position_.range)};
}

value evaluation::machine::import_project_module(std::string_view dotted, source_range range) {
    if (auto const found = loaded_objects_.find(dotted); found != loaded_objects_.end())
        return found->second;
    if (auto const dot = dotted.rfind('.');
        dot != std::string_view::npos && options_.package_imports == package_imports::first) {
        if (is_project_module(dotted.substr(0, dot)))
            static_cast<void>(import_project_module(dotted.substr(0, dot), range));
        if (auto const found = loaded_objects_.find(dotted); found != loaded_objects_.end())
            return found->second;
    }
    auto source = options_.project->find_module(dotted);
    if (source == nullptr) {
        require_certain_import(dotted, range);
        return unknown_import(std::string{dotted}, range);
    }
    return load_module(std::move(source), dotted);
}

value evaluation::machine::load(std::shared_ptr<source_module const> source, std::string_view name) {
    if (auto const found = loaded_objects_.find(name); found != loaded_objects_.end())
        return found->second;
    return load_module(std::move(source), name);
}

value evaluation::machine::load_module(std::shared_ptr<source_module const> source, std::string_view dotted) {
    check_stack();
    auto state = std::make_unique<module_state>();
    auto& loading = *state;
    loading.source = std::move(source);
    loading.name = dotted;
    loading.lenient = true;
    auto const dot = dotted.rfind('.');
    if (loading.source->file().ends_with("/__init__.py"))
        loading.package = dotted;
    else if (dot != std::string_view::npos)
        loading.package = dotted.substr(0, dot);
    loaded_.emplace(std::string{dotted}, std::move(state));
    loaded_objects_.emplace(std::string{dotted}, std::make_shared<project_module>(*this, loading));
    load_project_module(loading);
    return loaded_objects_.find(dotted)->second;
}

/// Runs the top level of a module as if nothing around it were running.
void evaluation::machine::load_project_module(module_state& loading) {
    auto const before = position_;
    auto const depth_before = std::exchange(call_depth_, 0);
    // The application itself loads: what its modules cannot do without is there.
    exception_guards guards_before;
    guards_before.swap(guards_);
    static syntax::scope const module_scope;
    loading.loading = true;
    loading.globals.set("__name__", value{loading.name});
    loading.globals.set("__file__", value{loading.source->file()});
    loading.globals.set("__doc__", loading.source->docstring().empty() ? value{} : value{loading.source->docstring()});
    frame top{.scope = &module_scope, .module = &loading, .names = &loading.globals};
    position_.module = &loading;
    loading.rebound = find_rebound_globals(loading.source->body());
    execute_set_up(loading.source->body(), top);
    loading.loading = false;
    leave_rebound_names_open(loading);
    guards_.swap(guards_before);
    position_ = before;
    call_depth_ = depth_before;
}

value evaluation::machine::evaluate_in(value const& module, syntax::expression const& node) {
    auto& state = module.as<project_module>()->state();
    return evaluate_in(state, *state.source, node.range, node);
}

value evaluation::machine::evaluate_in(
    std::string_view module, source_module const& text, syntax::expression const& node
) {
    auto const found = loaded_.find(module);
    auto& state = found == loaded_.end() ? *main_ : *found->second;
    return evaluate_in(state, text, position_.range, node);
}

value evaluation::machine::evaluate_in(
    module_state& state, source_module const& text, source_range range, syntax::expression const& node
) {
    static syntax::scope const module_scope;
    frame top{.scope = &module_scope, .module = &state, .names = &state.globals};
    auto const restore = [this, before = position_, depth = call_depth_, current = current_, preparing = preparing_] {
        position_ = before;
        call_depth_ = depth;
        current_ = current;
        preparing_ = preparing;
    };
    auto const unknown = [&](error why) -> value {
        if (!why.info().place)
            why.info().place = place();
        restore();
        return std::make_shared<unknown_object>(
            std::string{text.text_of(node.range)}, state.source->place_of(range), why.info()
        );
    };
    position_ = {&state, range};
    call_depth_ = 0;
    preparing_ = true;
    try {
        auto result = evaluate(node, top);
        restore();
        return result;
    } catch (error const& refused) {
        if (refused.code() == errc::evaluation_limit) {
            restore();
            throw;
        }
        return unknown(refused);
    } catch (raised const& thrown) {
        return unknown(refusal_of(thrown));
    }
}

void evaluation::machine::execute_import(syntax::import_statement const& node, frame& in) {
    for (auto const& each : node.names) {
        auto const imported = import_module(each.dotted, each.range);
        if (!each.alias.empty()) {
            store(*each.target, imported, in);
            continue;
        }
        auto const first = each.dotted.substr(0, each.dotted.find('.'));
        value top = imported;
        if (first != each.dotted && loaded_objects_.contains(each.dotted) && !loaded_objects_.contains(first))
            top = std::make_shared<package_object>(*this, std::string{first}, each.range);
        else if (first != each.dotted)
            top = import_module(first, each.range);
        store(*each.target, std::move(top), in);
    }
}

/// What `from module import name` binds.
value evaluation::machine::import_name(
    value const& module, std::string const& dotted, std::string_view name, source_range range
) {
    auto const whole = dotted + "." + std::string{name};
    auto* const object = module.as_object();
    auto const* const provided = dynamic_cast<module_object const*>(object);
    auto const* const project = dynamic_cast<project_module const*>(object);
    if (provided != nullptr) {
        if (auto const* found = provided->find(name))
            return *found;
        if (provided->known() == completeness::partial)
            return import_module(whole, range);
    } else if (project != nullptr) {
        if (auto const* found = project->state().globals.find(name))
            return *found;
        if (is_project_module(whole))
            return import_module(whole, range);
        if (auto const& why = project->state().unknown_names)
            return std::make_shared<unknown_object>(whole, position_.module->source->place_of(range), *why);
        if (project->state().loading)
            return unknown_import(whole, range, "modules import one another in a circle");
    } else {
        // A folder of modules is a package without code of its own.
        bool const folder = dynamic_cast<unknown_object const*>(object) != nullptr && !is_project_module(dotted);
        if (folder && is_project_module(whole))
            return import_module(whole, range);
        if (auto found = run_.attribute(module, name))
            return *std::move(found);
    }
    throw python_error("ImportError", "cannot import name '" + std::string{name} + "' from '" + dotted + "'");
}

void evaluation::machine::execute_import_from(syntax::import_from const& node, frame& in) {
    auto const dotted = absolute_name(node.level, node.module);
    bool const has_package = node.level == 0 || !position_.module->package.empty();
    value const module =
        has_package ? import_module(dotted, node.range) : unknown_import("." + std::string{node.module}, node.range);
    for (auto const& each : node.names) {
        if (each.dotted == "*")
            import_everything(module, dotted, each.range, in);
        else
            store(*each.target, import_name(module, dotted, each.dotted, each.range), in);
    }
}

void evaluation::machine::import_everything(value const& module, std::string_view dotted, source_range, frame& in) {
    if (auto const provided = module.as<module_object>(); provided != nullptr && in.names != nullptr) {
        for (auto const& [name, item] : provided->names())
            if (!name.starts_with('_'))
                in.names->set(name, item);
        return;
    }
    if (auto const project = module.as<project_module>(); project != nullptr && in.names != nullptr)
        return import_public_names(project->state(), in);
    throw not_evaluable(
        "'from " + std::string{dotted} + " import *' brings names that are not known", "import the names one by one"
    );
}

void evaluation::machine::import_public_names(module_state& from, frame& in) {
    if (auto const* listed = from.globals.find("__all__")) {
        for (auto const& each : run_.collect(*listed)) {
            auto const name = run_.str(each);
            if (auto const* found = from.globals.find(name))
                in.names->set(name, *found);
        }
        return;
    }
    from.globals.for_each([&](std::string const& name, value const& item) {
        if (!name.starts_with('_'))
            in.names->set(name, item);
    });
}

} // namespace alembicore::python
