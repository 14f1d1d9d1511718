// Calls in env.py: those of Alembic, SQLAlchemy and the environment that are understood, and functions of env.py
// itself.
#include "config/static_interpreter.hpp"

#include "config/text.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <utility>

namespace alembicore::config {

namespace syntax = python::syntax;
using python::as;
using syntax::argument_kind;
using syntax::expression_kind;

namespace {

constexpr unsigned deepest_call = 16;
constexpr char const* url_key = "sqlalchemy.url";

std::string_view last_part(std::string_view dotted) {
    return dotted.substr(dotted.rfind('.') + 1);
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string result;
    for (auto at = text.find(what); !what.empty() && at != text.npos; at = text.find(what)) {
        result += text.substr(0, at);
        result += by;
        text.remove_prefix(at + what.size());
    }
    result += text;
    return result;
}

static_mapping values_of(std::map<std::string, placed_value> const& keywords) {
    static_mapping items;
    for (auto const& [key, placed] : keywords)
        items[key] = placed.value;
    return items;
}

/// A value that code puts into the ini is interpolated when it is read again.
static_value interpolated(static_value value) {
    value.text = replaced(value.text, "%%", "%");
    return value;
}

} // namespace

static_value static_interpreter::evaluate_call(syntax::call const& call) {
    count_step();
    auto const given = evaluate_arguments(call);
    if (call.callee->kind == expression_kind::name)
        if (auto const callee = evaluate(*call.callee); callee.is(value_kind::function))
            return call_function(*callee.function, given);
    if (call.callee->kind == expression_kind::attribute)
        if (auto result = call_method(as<syntax::attribute>(*call.callee), given))
            return *std::move(result);
    // A function that is handed to a library is taken to be called: `connection.run_sync(do_run_migrations)`.
    for (auto const& value : given.positional)
        if (value.is(value_kind::function) && visited_.count(value.function) == 0)
            static_cast<void>(call_function(*value.function, {}));
    return call_known(dotted_name(*call.callee), call, given);
}

static_interpreter::arguments static_interpreter::evaluate_arguments(syntax::call const& call) {
    arguments result;
    for (auto const& each : call.arguments) {
        auto value = evaluate(*each.value);
        if (each.kind == argument_kind::positional)
            result.positional.push_back(std::move(value));
        else if (each.kind == argument_kind::keyword)
            result.keywords[std::string{each.keyword}] = {std::move(value), each.value->range};
        else if (each.kind == argument_kind::unpacked_mapping && value.is(value_kind::mapping))
            for (auto const& [key, item] : *value.items)
                result.keywords[key] = {item, each.value->range};
        else if (each.kind == argument_kind::unpacked_mapping)
            result.unknown_keywords = each.value->range;
    }
    return result;
}

static_value static_interpreter::call_function(syntax::function const& function, arguments const& given) {
    visited_.insert(&function);
    if (depth_ == deepest_call)
        return run_time_value();
    frame called;
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        auto const& parameter = function.parameters[i];
        bool const is_ordinary =
            parameter.kind != syntax::parameter_kind::rest && parameter.kind != syntax::parameter_kind::keywords;
        auto& value = called.locals[std::string{parameter.id}];
        if (auto const keyword = given.keywords.find(std::string{parameter.id}); keyword != given.keywords.end())
            value = keyword->second.value;
        else if (is_ordinary && i < given.positional.size())
            value = given.positional[i];
        else if (is_ordinary && parameter.fallback != nullptr)
            value = evaluate(*parameter.fallback);
    }
    frame* const caller = std::exchange(frame_, &called);
    ++depth_;
    if (run_block(function.body) == flow::goes_on)
        called.returned.push_back(none_value());
    run_unvisited(function.body);
    --depth_;
    frame_ = caller;
    for (auto const& value : called.returned)
        if (!(value == called.returned.front()))
            return run_time_value();
    return called.returned.empty() ? run_time_value() : called.returned.front();
}

std::optional<static_value> static_interpreter::call_method(syntax::attribute const& method, arguments const& given) {
    auto const object = evaluate(*method.object);
    auto const text_argument = [&](std::size_t i) {
        return i < given.positional.size() && given.positional[i].is(value_kind::text);
    };
    bool const asks_for_item = text_argument(0) || (object.is(value_kind::mapping) && object.items->empty());
    if (object.is(value_kind::mapping) && method.id == "get" && asks_for_item && !given.positional.empty()) {
        if (auto const found = object.items->find(given.positional[0].text); found != object.items->end())
            return found->second;
        return given.positional.size() > 1 ? given.positional[1] : none_value();
    }
    if (!object.is(value_kind::text))
        return std::nullopt;
    if (method.id == "replace" && text_argument(0) && text_argument(1))
        return text_value(replaced(object.text, given.positional[0].text, given.positional[1].text), object.source);
    if (method.id == "startswith" && text_argument(0))
        return boolean_value(object.text.starts_with(given.positional[0].text));
    if (method.id == "strip" && given.positional.empty())
        return text_value(std::string{strip(object.text)}, object.source);
    if (method.id == "endswith" && text_argument(0))
        return boolean_value(object.text.ends_with(given.positional[0].text));
    if (method.id == "lower")
        return text_value(lower(object.text), object.source);
    // make_url(…) is its text here.
    if (method.id == "render_as_string")
        return object;
    return run_time_value();
}

static_value
static_interpreter::call_known(std::string const& callee, syntax::call const& call, arguments const& given) {
    auto const name = last_part(callee);
    auto const first = given.positional.empty() ? run_time_value() : given.positional.front();
    auto const is_url = [&](std::size_t i) {
        return given.positional.size() > i + 1 && given.positional[i].text == url_key;
    };
    if (name == "set_main_option" && is_url(0))
        set_main_url(interpolated(given.positional[1]), call.range);
    else if (name == "set_section_option" && is_url(1))
        set_main_url(interpolated(given.positional[2]), call.range);
    else if (name == "get_main_option")
        return main_option(given);
    else if (callee == "os.getenv" || callee == "getenv" || callee == "os.environ.get" || callee == "environ.get")
        return variable(given);
    else if (name == "get_x_argument")
        return x_arguments(given);
    else if (callee.ends_with("context.configure"))
        configure(given);
    else if (name == "create_engine" || name == "create_async_engine")
        create_engine(call, given);
    else if (name == "engine_from_config" || name == "async_engine_from_config")
        actions_.engine_from_config = true;
    else if (name == "str" || name == "make_url")
        return first.is(value_kind::text) || !first.unset_variable.empty() ? first : run_time_value();
    else if ((name == "quote_plus" || name == "quote") && first.is(value_kind::text))
        return text_value(boost::urls::encode(first.text, boost::urls::unreserved_chars), first.source);
    else if (callee == "dict" && given.positional.empty() && !given.unknown_keywords)
        return mapping_value(values_of(given.keywords));
    else if (name == "MetaData")
        return metadata(given);
    return run_time_value();
}

static_value static_interpreter::metadata(arguments const& given) const {
    auto const convention = given.keywords.find("naming_convention");
    if (given.unknown_keywords)
        return run_time_value();
    if (convention == given.keywords.end() || convention->second.value.is(value_kind::none))
        return {.kind = value_kind::metadata};
    auto const& value = convention->second.value;
    return value.is(value_kind::mapping) ? static_value{.kind = value_kind::metadata, .items = value.items}
                                         : run_time_value();
}

static_value static_interpreter::main_option(arguments const& given) const {
    if (given.positional.empty() || !given.positional.front().is(value_kind::text))
        return run_time_value();
    std::string const& key = given.positional.front().text;
    if (key == url_key && actions_.main_url)
        return actions_.main_url->value;
    if (auto text = inputs_.main_option(key))
        return text_value(*std::move(text), inputs_.ini_name);
    return given.positional.size() > 1 ? given.positional[1] : none_value();
}

static_value static_interpreter::variable(arguments const& given) const {
    if (given.positional.empty() || !given.positional.front().is(value_kind::text))
        return run_time_value();
    std::string const& name = given.positional.front().text;
    if (auto text = inputs_.variable(name))
        return text_value(*std::move(text), "environment variable " + name);
    if (given.positional.size() > 1)
        return given.positional[1];
    if (auto const fallback = given.keywords.find("default"); fallback != given.keywords.end())
        return fallback->second.value;
    static_value unset = none_value();
    unset.unset_variable = name;
    return unset;
}

static_value static_interpreter::x_arguments(arguments const& given) const {
    auto const flag = given.keywords.find("as_dictionary");
    bool const as_dictionary = (flag != given.keywords.end() && truth(flag->second.value) == true) ||
                               (!given.positional.empty() && truth(given.positional.front()) == true);
    if (!as_dictionary)
        return run_time_value();
    static_mapping items;
    for (auto const& argument : inputs_.x_arguments) {
        auto const equals = argument.find('=');
        bool const has_value = equals != std::string::npos;
        items[argument.substr(0, equals)] = text_value(has_value ? argument.substr(equals + 1) : "", "-x");
    }
    return mapping_value(std::move(items));
}

void static_interpreter::configure(arguments const& given) {
    actions_.configured.push_back({.mode = mode_, .options = given.keywords, .more = given.unknown_keywords});
}

void static_interpreter::create_engine(syntax::call const& call, arguments const& given) {
    if (mode_ == run_mode::offline)
        return;
    if (auto const url = given.keywords.find("url"); url != given.keywords.end())
        actions_.engine_urls.push_back(url->second);
    else if (!given.positional.empty())
        actions_.engine_urls.push_back({given.positional.front(), call.range});
}

} // namespace alembicore::config
