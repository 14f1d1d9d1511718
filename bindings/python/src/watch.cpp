#include "watch.hpp"

#include <alembicore/json.hpp>

#include <boost/json/serialize.hpp>

#include <array>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace alembicore::python {

namespace py = pybind11;

namespace {

/// No signal has this number.
constexpr unsigned char over = 0;

/// Where Python's handlers of signals write the number of each; gives the one before. Only in the main thread.
int set_wakeup(int descriptor) {
    auto const set = py::module_::import("signal").attr("set_wakeup_fd");
    return set(descriptor, py::arg("warn_on_full_buffer") = false).cast<int>();
}

bool is_main_thread() {
    auto const threading = py::module_::import("threading");
    return threading.attr("current_thread")().is(threading.attr("main_thread")());
}

} // namespace

signal_watch::signal_watch(std::stop_source stop) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return; // without it, signals are looked at after the call
    read_end_ = ends[0];
    write_end_ = ends[1];
    ::fcntl(write_end_, F_SETFL, O_NONBLOCK);
    before_ = set_wakeup(write_end_);
    waiter_ = std::thread{[this, stop = std::move(stop)]() mutable { wait(stop); }};
}

signal_watch::~signal_watch() {
    if (read_end_ < 0)
        return;
    set_wakeup(before_);
    [[maybe_unused]] auto const written = ::write(write_end_, &over, 1);
    waiter_.join();
    ::close(read_end_);
    ::close(write_end_);
}

void signal_watch::wait(std::stop_source& stop) const {
    unsigned char number = 0;
    while (::read(read_end_, &number, 1) == 1 && number != over) {
        if (before_ >= 0) {
            [[maybe_unused]] auto const written = ::write(before_, &number, 1);
        }
        if (number == SIGINT || number == SIGTERM)
            stop.request_stop();
    }
}

watched_call::watched_call(stop_handle const* stop, py::object on_event)
    : on_event_(std::move(on_event)), in_main_thread_(is_main_thread()) {
    if (stop != nullptr)
        forwarded_.emplace(stop->source.get_token(), [source = source_]() mutable { source.request_stop(); });
}

bindings::control watched_call::control() {
    bindings::control how{.stop = source_.get_token(), .events = {}};
    if (!on_event_.is_none())
        how.events = [this](event const& happened) { tell(happened); };
    return how;
}

void watched_call::tell(event const& happened) {
    auto const text = boost::json::serialize(to_json(happened));
    py::gil_scoped_acquire const locked;
    try {
        on_event_(text);
    } catch (py::error_already_set& failure) {
        raised_ = std::move(failure);
    }
    if (raised_)
        throw error{errc::cancelled, "stopped by an exception in the function that was told of an event"};
}

void watched_call::raise_what_came_in() {
    if (raised_)
        throw py::error_already_set{std::move(*raised_)};
    if (PyErr_CheckSignals() != 0)
        throw py::error_already_set{};
}

} // namespace alembicore::python
