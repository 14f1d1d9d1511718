#include "interpreter/child.hpp"

#include "base/file.hpp"
#include "base/line_process.hpp"
#include "interpreter/failure.hpp"
#include "postgres/waiting.hpp"

#include <boost/json/parse.hpp>

#include <csignal>
#include <deque>
#include <optional>
#include <ostream>
#include <utility>

namespace alembicore::interpreter {

namespace {

using clock = std::chrono::steady_clock;
using base::line_source;

constexpr std::chrono::seconds patience_with_start{120}; ///< until Python runs the program at all
constexpr std::chrono::seconds patience_with_end{10};    ///< from the last word to the end
constexpr std::chrono::seconds grace{5};                 ///< from the request to stop until it is killed
constexpr std::chrono::milliseconds between_looks{1000};
constexpr std::chrono::milliseconds again{500}; ///< until a cancel is repeated
constexpr std::size_t most_last_words = 20;

/// Text of a program may be in any encoding; events are UTF-8.
std::string as_utf8(std::string text) {
    for (auto at = base::find_invalid_utf8(text); at != std::string::npos; at = base::find_invalid_utf8(text))
        text[at] = '?';
    return text;
}

class listener {
public:
    listener(child_request const& request, message_sink const& messages)
        : request_(request), messages_(messages), wake_{request.stop, [this] { waker_.signal(); }},
          child_{
              {.arguments = {request.python.program.string(), "-u", "-"},
               .environment = request.environment,
               .directory = request.directory,
               .input = program_text(request.program, request.work)}},
          deadline_{clock::now() + patience_with_start} {}

    [[nodiscard]] child_end listen() {
        while (!child_.ended()) {
            bool const stop = request_.stop.stop_requested();
            if (stop)
                ask_to_stop();
            auto line = child_.next(stop ? -1 : waker_.descriptor(), deadline_);
            if (line)
                take(*std::move(line));
            else if (deadline_ && clock::now() >= *deadline_)
                silent();
            if (child_.messages_closed() && !over_ && !child_.ended())
                give_up("it closed its line to alembicore");
        }
        if (!over_ && end_.how.empty())
            end_.how = "it ended with status " + std::to_string(child_.exit_status());
        for (auto const& line : last_words_)
            end_.last_words += (end_.last_words.empty() ? "" : "\n") + line;
        return std::move(end_);
    }

private:
    void take(base::child_line line) {
        if (line.from == line_source::messages)
            return take_message(line);
        if (line.from == line_source::output && request_.output != nullptr) {
            *request_.output << line.text;
            if (!line.partial)
                *request_.output << '\n';
            return;
        }
        auto text = request_.hidden.hide(as_utf8(std::move(line.text)));
        if (line.from == line_source::error_output) {
            last_words_.push_back(text);
            if (last_words_.size() > most_last_words)
                last_words_.pop_front();
        }
        tell(log_received{{}, line.from == line_source::output ? "stdout" : "stderr", std::move(text)});
    }

    void take_message(base::child_line const& line) {
        boost::system::error_code failure;
        auto parsed = boost::json::parse(line.text, failure);
        if (failure || line.partial || !parsed.is_object()) {
            if (!over_ && !stopping_)
                give_up("it wrote what is no message of the program");
            return;
        }
        request_.hidden.hide_in(parsed);
        if (working_ && !stopping_)
            deadline_ = clock::now() + between_looks;
        auto const& message = parsed.as_object();
        auto const event = text_of(message, "event");
        if (event == "hello") {
            end_.started = true;
            deadline_.reset();
            working_ = static_cast<bool>(request_.silence);
        } else if (event == "notice")
            tell(notice_received{server_of(message)});
        else if (event == "log")
            tell(log_received{text_of(message, "level"), text_of(message, "logger"), text_of(message, "message")});
        else if (event == "done")
            finish(child_outcome::done, message);
        else if (event == "failed")
            finish(child_outcome::failed, message);
        else if (event == "unusable")
            finish(child_outcome::unusable, message);
        else
            take_work(event, message);
    }

    void take_work(std::string const& event, boost::json::object const& message) {
        if (event == "connected") {
            auto const number = [&](char const* name) {
                auto const* const value = message.if_contains(name);
                return value != nullptr && value->is_int64() ? value->as_int64() : 0;
            };
            end_.session = {static_cast<int>(number("backend")), number("backend_start")};
        }
        messages_(message);
    }

    void finish(child_outcome outcome, boost::json::object const& message) {
        over_ = true;
        end_.outcome = outcome;
        end_.told = message;
        deadline_ = clock::now() + patience_with_end;
    }

    void ask_to_stop() {
        if (over_)
            return;
        if (!stopping_) {
            child_.signal(SIGINT);
            stopping_ = clock::now() + grace;
        } else if (clock::now() < next_cancel_)
            return;
        if (clock::now() >= *stopping_)
            return give_up("it did not stop when asked to");
        // The driver does not look at signals while it waits for the server.
        if (request_.cancels != nullptr)
            cancel_backend(*request_.cancels, end_.session);
        next_cancel_ = clock::now() + again;
        deadline_ = next_cancel_;
    }

    /// Where its work is under way, this is nothing to be impatient about.
    void silent() {
        if (!working_ || stopping_ || over_)
            return lose_patience();
        deadline_ = clock::now() + between_looks;
        request_.silence();
    }

    void lose_patience() {
        if (stopping_ && !over_)
            return; // the next round cancels again, or kills
        if (!over_)
            give_up("it said nothing for " + std::to_string(patience_with_start.count()) + " s");
        child_.kill();
        deadline_.reset();
    }

    void give_up(std::string how) {
        if (!end_.how.empty())
            return;
        end_.how = std::move(how);
        child_.kill();
        deadline_.reset();
    }

    void tell(event const& happened) const {
        if (request_.events)
            request_.events(happened);
    }

    child_request const& request_;
    message_sink const& messages_;
    postgres::wakeup waker_;
    std::stop_callback<std::function<void()>> wake_;
    base::line_process child_;
    std::optional<clock::time_point> deadline_;
    std::optional<clock::time_point> stopping_; ///< asked to stop; killed at this time
    clock::time_point next_cancel_;
    std::deque<std::string> last_words_;
    child_end end_;
    bool working_ = false; ///< and its silence is of interest
    bool over_ = false;    ///< it has said its last word
};

} // namespace

child_end run_child(child_request const& request, message_sink const& messages) {
    return listener{request, messages}.listen();
}

std::string text_of(boost::json::object const& message, std::string_view name) {
    auto const* const value = message.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

} // namespace alembicore::interpreter
