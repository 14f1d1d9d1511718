// Python's standard library as far as revisions use it: one function per family adds its modules to a registry.
#pragma once

#include "python/module.hpp"

namespace alembicore::python {

void add_typing(module_registry& registry);
void add_logging(module_registry& registry);
void add_enum(module_registry& registry);
void add_dataclasses(module_registry& registry);
void add_collections(module_registry& registry);
void add_iteration_tools(module_registry& registry);
void add_functools(module_registry& registry);
void add_urls(module_registry& registry);
void add_json(module_registry& registry);
void add_datetime(module_registry& registry);
void add_uuid(module_registry& registry);
void add_random(module_registry& registry);
void add_hashlib(module_registry& registry);
void add_encodings(module_registry& registry);
void add_regex(module_registry& registry);
void add_os(module_registry& registry);
void add_pathlib(module_registry& registry);
void add_streams(module_registry& registry);
void add_text_tools(module_registry& registry);
void add_system(module_registry& registry);
void add_csv(module_registry& registry);
void add_namespaces(module_registry& registry);
void add_decimal(module_registry& registry);
void add_contexts(module_registry& registry);

/// `json.loads(text)`
[[nodiscard]] value read_json(evaluation& run, std::string_view text);

/// The class as a value, for registries and results.
[[nodiscard]] inline value class_value(type_pointer const& type) {
    return std::const_pointer_cast<type_object>(type);
}

/// A function that is known but not evaluated: calling it refuses with this reason.
[[nodiscard]] value refused_function(std::string name, std::string why, std::string remedy = {});

} // namespace alembicore::python
