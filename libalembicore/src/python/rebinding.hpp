// Names of a module that its functions bind through `global`: what they hold once the module is loaded depends on which
// of those functions the application has called.
#pragma once

#include "python/syntax.hpp"
#include "python/unknown.hpp"

#include <string_view>
#include <vector>

namespace alembicore::python {

struct rebound_global {
    std::string_view name;
    syntax::function const* function; ///< the last one that binds it
    bool by_one = true;               ///< no other function binds it
};

[[nodiscard]] std::vector<rebound_global> find_rebound_globals(syntax::block module);

enum class rebound_state : std::uint8_t {
    unmade, ///< None until the one function that binds it has run
    open    ///< not known at all
};

/// Stands for the value of such a name. The function that binds it sees the `None` of the module, which is how a value
/// that is made when it is first asked for begins.
class rebound_name final : public unknown_object {
public:
    rebound_name(source_module const& module, rebound_global const& found, rebound_state state);

    /// What the function that binds it reads; null where that is not known either.
    [[nodiscard]] value const* within_function() const noexcept {
        return state_ == rebound_state::unmade ? &none_ : nullptr;
    }

private:
    value none_{};
    rebound_state state_;
};

} // namespace alembicore::python
