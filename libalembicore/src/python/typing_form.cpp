#include "python/typing_form.hpp"

#include <algorithm>

namespace alembicore::python {

value typing_form::item(evaluation&, value const& key) {
    static constexpr std::string_view telling[] = {"Annotated", "Literal", "Optional", "Union"};
    if (std::ranges::find(telling, name()) == std::end(telling))
        return shared_from_this();
    return std::make_shared<typing_form>(name(), key.items() == nullptr ? std::vector{key} : *key.items());
}

value typing_form::call(evaluation&, python::arguments const& given) {
    if (name() != "NewType" || given.positional.size() != 1)
        refuse("calling");
    return given.positional.front();
}

std::optional<value> typing_form::binary(evaluation&, syntax::binary_operator op, value const&, operand_side) {
    if (op != syntax::binary_operator::bit_or)
        refuse("an operator on");
    return value{shared_from_this()};
}

bool typing_form::includes(value const& item) const {
    auto const is_one_of = [&](std::initializer_list<std::string_view> names) {
        return std::ranges::find(names, name()) != names.end();
    };
    if (name() == "Any" || item.as_object() != nullptr)
        throw not_evaluable("isinstance() with '" + name() + "' is not known exactly here");
    bool const list = item.get_if<list_pointer>() != nullptr;
    bool const tuple = item.get_if<tuple_pointer>() != nullptr;
    bool const dict = item.get_if<dict_pointer>() != nullptr;
    bool const set = item.get_if<set_pointer>() != nullptr;
    bool const text = item.get_if<str_pointer>() != nullptr || item.get_if<bytes_pointer>() != nullptr;
    if (is_one_of({"Sequence"}))
        return list || tuple || text;
    if (is_one_of({"MutableSequence", "List"}))
        return list;
    if (is_one_of({"Tuple"}))
        return tuple;
    if (is_one_of({"Mapping", "MutableMapping", "Dict"}))
        return dict;
    if (is_one_of({"Iterable", "Collection", "Container", "Sized"}))
        return list || tuple || dict || set || text;
    if (is_one_of({"Callable", "Generator", "Iterator", "Awaitable", "Coroutine"}))
        return false;
    throw not_evaluable("isinstance() with '" + name() + "' is not known exactly");
}

} // namespace alembicore::python
