#include "python/library.hpp"

#include "python/exception.hpp"

#include <utility>

namespace alembicore::python {

module_registry module_registry::with_standard_library() {
    module_registry registry;
    for (auto* add : {add_typing,     add_logging,   add_enum,  add_dataclasses, add_collections, add_iteration_tools,
                      add_functools,  add_urls,      add_json,  add_datetime,    add_uuid,        add_random,
                      add_hashlib,    add_encodings, add_regex, add_os,          add_pathlib,     add_streams,
                      add_text_tools, add_system,    add_csv,   add_namespaces,  add_decimal,     add_contexts})
        add(registry);
    return registry;
}

value refused_function(std::string name, std::string why, std::string remedy) {
    auto const declared = name + "(*args, **kw)";
    return make_function(
        declared,
        [name = std::move(name), why = std::move(why), remedy = std::move(remedy)](evaluation&, bound_arguments const&)
            -> value { throw not_evaluable(name + "(): " + why, remedy); },
        effect::none
    );
}

} // namespace alembicore::python
