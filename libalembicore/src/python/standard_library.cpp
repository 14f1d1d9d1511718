#include "python/module.hpp"

namespace alembicore::python {

module_registry module_registry::with_standard_library() {
    module_registry registry;
    return registry;
}

} // namespace alembicore::python
