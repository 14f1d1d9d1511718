// typing, collections.abc, abc, __future__: names that mean next to nothing when code runs.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/named_tuple.hpp"
#include "python/typing_form.hpp"

namespace alembicore::python {

namespace {

void add_names(module_object& module, std::initializer_list<char const*> names) {
    for (auto const* name : names)
        module.set(name, std::make_shared<typing_form>(name));
}

value returned_as_is(evaluation&, bound_arguments const& given) {
    return given["value"];
}

} // namespace

void add_typing(module_registry& registry) {
    auto& typing = registry.module("typing");
    add_names(
        typing,
        {"Any",
         "AnyStr",
         "Awaitable",
         "Callable",
         "ClassVar",
         "Collection",
         "Container",
         "Coroutine",
         "Deque",
         "DefaultDict",
         "Dict",
         "Final",
         "FrozenSet",
         "Generic",
         "Generator",
         "Hashable",
         "Iterable",
         "Iterator",
         "List",
         "Literal",
         "Mapping",
         "MutableMapping",
         "NoReturn",
         "Never",
         "Optional",
         "OrderedDict",
         "Protocol",
         "Sequence",
         "Set",
         "Self",
         "Sized",
         "Tuple",
         "Type",
         "Union",
         "Annotated",
         "TypeAlias",
         "TypeGuard",
         "ParamSpec",
         "Text",
         "Concatenate",
         "MutableSequence",
         "AbstractSet",
         "ContextManager",
         "Match",
         "Pattern",
         "IO",
         "TextIO",
         "NotRequired",
         "Required"}
    );
    typing.set("TYPE_CHECKING", false);
    typing.set("NamedTuple", class_value(named_tuple_base()));
    typing.function(
        "cast(typ, value)", [](evaluation&, bound_arguments const& given) { return given["value"]; }, effect::none
    );
    for (auto const* declared : {"no_type_check(value)", "final(value)", "runtime_checkable(value)", "override(value)"})
        typing.function(declared, returned_as_is, effect::none);
    typing.function(
        "TypeVar(name, *constraints, **kw)",
        [](evaluation&, bound_arguments const& given) -> value {
            return std::make_shared<typing_form>(given.text("name"));
        },
        effect::none
    );
    typing.function(
        "NewType(name, tp)",
        [](evaluation&, bound_arguments const& given) -> value {
            return std::make_shared<typing_form>("NewType", std::vector{given["tp"]});
        },
        effect::none
    );
    add_names(
        registry.module("collections.abc"),
        {"Awaitable",
         "Callable",
         "Collection",
         "Container",
         "Coroutine",
         "Generator",
         "Hashable",
         "Iterable",
         "Iterator",
         "Mapping",
         "MutableMapping",
         "MutableSequence",
         "MutableSet",
         "Sequence",
         "Set",
         "Sized"}
    );
    registry.module("__future__").set("annotations", {});
    auto& abc = registry.module("abc");
    add_names(abc, {"ABC", "ABCMeta"});
    abc.function("abstractmethod(value)", returned_as_is, effect::none);
    auto& extensions = registry.module("typing_extensions");
    for (auto const& [name, item] : std::map<std::string, value, std::less<>>{typing.names()})
        extensions.set(name, item);
}

} // namespace alembicore::python
