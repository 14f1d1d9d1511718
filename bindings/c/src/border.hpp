// The border between C++ and C: exceptions become error handles, values become texts and handles of the caller's.
#pragma once

#include "handles.hpp"

#include <boost/json/value.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::bindings {

/// Hands the error to the caller, where there is a place for it, and says what kind it is.
alembicore_status refuse(alembicore_error** place, error_info info) noexcept;

/// The same for whatever is being handled: an exception that is no `error` is `internal`.
alembicore_status refuse_current_exception(alembicore_error** place) noexcept;

template <typename Work>
alembicore_status guarded(alembicore_error** place, Work const& work) noexcept {
    if (place != nullptr)
        *place = nullptr;
    try {
        work();
        return ALEMBICORE_OK;
    } catch (...) {
        return refuse_current_exception(place);
    }
}

/// Throws bad_usage about an argument that is NULL.
[[noreturn]] void refuse_null(std::string_view argument);

template <typename Handle>
Handle& required(Handle* given, std::string_view argument) {
    if (given == nullptr)
        refuse_null(argument);
    return *given;
}

[[nodiscard]] std::string_view required_text(char const* given, std::string_view argument);

/// NULL is empty.
[[nodiscard]] inline std::string_view text_of(char const* given) noexcept {
    return given == nullptr ? std::string_view{} : std::string_view{given};
}

[[nodiscard]] std::vector<std::string> texts_of(char const* const* given, std::size_t count, std::string_view argument);

/// A copy that alembicore_string_free frees.
[[nodiscard]] char* copy_text(std::string_view text);
[[nodiscard]] char* copy_text(boost::json::value const& document);

/// `work` gives a text or a JSON value.
template <typename Work>
alembicore_status give_text(char** result, alembicore_error** place, Work const& work) noexcept {
    if (result != nullptr)
        *result = nullptr;
    return guarded(place, [&] { required(result, "the result") = copy_text(work()); });
}

/// `work` gives what the handle holds.
template <typename Handle, typename Work>
alembicore_status give_handle(Handle** result, alembicore_error** place, Work const& work) noexcept {
    if (result != nullptr)
        *result = nullptr;
    return guarded(place, [&] { required(result, "the result") = new Handle{work()}; });
}

[[nodiscard]] control control_of(alembicore_control const* given);

/// What may be NULL.
[[nodiscard]] inline project const* project_or_null(alembicore_project const* given) noexcept {
    return given == nullptr ? nullptr : &given->held.opened;
}

[[nodiscard]] inline database* database_or_null(alembicore_database* given) noexcept {
    return given == nullptr ? nullptr : &given->held;
}

[[nodiscard]] inline project const& opened(alembicore_project const* given) {
    return required(given, "project").held.opened;
}

[[nodiscard]] inline database& connected(alembicore_database* given) {
    return required(given, "database").held;
}

[[nodiscard]] inline plan const& decided(alembicore_plan const* given) {
    return required(given, "plan").held;
}

} // namespace alembicore::bindings
