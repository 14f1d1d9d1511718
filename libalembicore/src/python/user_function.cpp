// Functions defined in evaluated code.
#include "python/machine.hpp"

#include <utility>

namespace alembicore::python {

user_function::user_function(
    signature declared,
    syntax::scope const& scope,
    syntax::block body,
    syntax::expression const* result,
    std::shared_ptr<frame> closure,
    module_state& module
)
    : declared_(std::move(declared)), scope_(scope), body_(body), result_(result), closure_(std::move(closure)),
      module_(module) {}

value user_function::call(evaluation& run, arguments const& given) {
    auto slots = declared_.bind(given);
    auto const parameters = declared_.parameters();
    for (std::size_t i = 0; i < slots.size(); ++i)
        if (!slots[i])
            slots[i] = parameters[i].fallback;
    return run.internals().run_function(*this, std::move(slots));
}

/// Python 3.13 takes the indentation out of docstrings, releases before it do not.
value user_function::docstring() const {
    if (body_.empty() || body_.front()->kind != syntax::statement_kind::expression)
        return {};
    auto const* first = as<syntax::expression_statement>(*body_.front()).value;
    if (first->kind != syntax::expression_kind::constant ||
        as<syntax::constant>(*first).which != syntax::constant_kind::text)
        return {};
    auto const text = as<syntax::constant>(*first).text;
    if (text.find_first_of("\n\t") != std::string_view::npos || text.starts_with(' '))
        throw not_evaluable("a docstring of several lines differs between releases of Python");
    return text;
}

std::optional<value> user_function::attribute(evaluation& run, std::string_view name) {
    if (!wrapped_.is_none()) {
        if (name == "__wrapped__")
            return wrapped_;
        if (name == "__name__" || name == "__qualname__" || name == "__doc__")
            return run.attribute(wrapped_, name);
    }
    if (name == "__qualname__")
        return value{declared_.name()};
    if (name == "__name__")
        return value{declared_.name().substr(declared_.name().rfind('.') + 1)};
    if (name == "__doc__")
        return docstring();
    if (name == "__module__")
        refuse("attribute '" + std::string{name} + "' of");
    auto const* found = attributes_.find(name);
    return found == nullptr ? std::nullopt : std::optional{*found};
}

void user_function::set_attribute(evaluation&, std::string_view name, value const& item) {
    if (item.get().index() >= value{list_pointer{}}.get().index())
        refuse("keeping an object in an attribute of");
    attributes_.set(name, item);
}

std::string user_function::repr(evaluation&) {
    refuse("the text of");
}

void user_function::surrender(std::vector<value>& into) noexcept {
    attributes_.surrender(into);
    into.push_back(std::move(wrapped_));
}

} // namespace alembicore::python
