#include "border.hpp"

#include <alembicore/json.hpp>

#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace alembicore::bindings {

namespace {

alembicore_status status_of(errc code) noexcept {
    switch (code) {
    case errc::bad_usage:
    case errc::bad_range:
        return ALEMBICORE_BAD_USAGE;
    case errc::cancelled:
        return ALEMBICORE_CANCELLED;
    default:
        return ALEMBICORE_FAILED;
    }
}

alembicore_error* make_error(error_info info) {
    auto description = describe(info);
    auto document = boost::json::serialize(to_json(info));
    return new alembicore_error{std::move(info), std::move(description), std::move(document)};
}

} // namespace

alembicore_status refuse(alembicore_error** place, error_info info) noexcept {
    auto const status = status_of(info.code);
    if (place != nullptr)
        try {
            *place = make_error(std::move(info));
        } catch (...) {
            *place = nullptr; // not even for the error is there memory; its accessors take NULL
        }
    return status;
}

alembicore_status refuse_current_exception(alembicore_error** place) noexcept {
    error_info unexpected;
    try {
        throw;
    } catch (error const& failure) {
        return refuse(place, failure.info());
    } catch (std::bad_alloc const&) {
        unexpected.message = "out of memory";
    } catch (std::exception const& failure) {
        unexpected.message = failure.what();
    } catch (...) {
        unexpected.message = "an unknown exception";
    }
    return refuse(place, std::move(unexpected));
}

void refuse_null(std::string_view argument) {
    throw error{errc::bad_usage, std::string{argument} + " is NULL", "give one"};
}

std::string_view required_text(char const* given, std::string_view argument) {
    if (given == nullptr)
        refuse_null(argument);
    return given;
}

std::vector<std::string> texts_of(char const* const* given, std::size_t count, std::string_view argument) {
    if (given == nullptr && count != 0)
        refuse_null(argument);
    std::vector<std::string> texts;
    for (std::size_t index = 0; index < count; ++index)
        texts.emplace_back(required_text(given[index], argument));
    return texts;
}

char* copy_text(std::string_view text) {
    auto* const copy = static_cast<char*>(std::malloc(text.size() + 1));
    if (copy == nullptr)
        throw std::bad_alloc{};
    std::memcpy(copy, text.data(), text.size());
    copy[text.size()] = '\0';
    return copy;
}

char* copy_text(boost::json::value const& document) {
    return copy_text(std::string_view{boost::json::serialize(document)});
}

control control_of(alembicore_control const* given) {
    control how;
    if (given == nullptr)
        return how;
    if (given->stop != nullptr)
        how.stop = given->stop->source.get_token();
    if (given->on_event != nullptr)
        how.events = [call = given->on_event, user_data = given->user_data](event const& happened) {
            if (call(boost::json::serialize(to_json(happened)).c_str(), user_data) != 0)
                throw error{errc::cancelled, "stopped by the function that was told of an event"};
        };
    return how;
}

} // namespace alembicore::bindings
