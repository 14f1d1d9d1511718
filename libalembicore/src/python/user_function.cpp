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

std::optional<value> user_function::attribute(evaluation&, std::string_view name) {
    if (name == "__qualname__")
        return value{declared_.name()};
    if (name == "__name__")
        return value{declared_.name().substr(declared_.name().rfind('.') + 1)};
    if (name == "__doc__" || name == "__module__")
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
}

} // namespace alembicore::python
