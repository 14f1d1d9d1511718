#include "backup/client_run.hpp"

#include "base/line_process.hpp"
#include "postgres/waiting.hpp"

#include <alembicore/error.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string_view>

namespace alembicore::backup {

namespace {

constexpr std::chrono::milliseconds tick_length{250};
constexpr int ended_by_signal = 128;

/// `pg_dump: error: …` and what follows it; `pg_dump: dumping contents of …` is no failure.
bool tells_failure(std::string_view line) {
    for (std::string_view const mark : {": error: ", ": fatal: ", ": detail: ", ": hint: "})
        if (line.find(mark) != std::string_view::npos)
            return true;
    return false;
}

class failure_text {
public:
    void add(std::string const& line) {
        // What an error says further stands in lines without the program's name.
        if (!tells_failure(line) && text_.empty())
            return;
        if (text_.size() < most)
            text_ += (text_.empty() ? "" : "\n") + line;
    }

    [[nodiscard]] std::string const& text() const noexcept { return text_; }

private:
    static constexpr std::size_t most = 4000;
    std::string text_;
};

error out_of_space(std::string const& program, std::string reason) {
    error_info info;
    info.code = errc::no_space;
    info.message = program + " could not write: there is no room left";
    info.reason = std::move(reason);
    info.remedy = "make room, or name a folder on another disk (--directory, `backup_directory` of [alembicore])";
    return error{std::move(info)};
}

error failed(std::string const& program, int status, std::string said) {
    bool const full = said.find("No space left on device") != std::string::npos ||
                      said.find("File too large") != std::string::npos ||
                      said.find("Disk quota exceeded") != std::string::npos;
    if (full)
        return out_of_space(program, std::move(said));
    if (status == ended_by_signal + SIGXFSZ)
        return out_of_space(program, "it may not write files as large as this");
    error_info info;
    info.code = errc::child_process_failed;
    info.message = status > ended_by_signal
                       ? program + " was ended by signal " + std::to_string(status - ended_by_signal)
                       : program + " failed with status " + std::to_string(status);
    info.reason = std::move(said);
    return error{std::move(info)};
}

} // namespace

void run_client(client_request const& request) {
    base::line_process_request wanted;
    wanted.arguments = request.arguments;
    wanted.environment = request.environment;
    postgres::wakeup const waker;
    std::stop_callback const wake{request.stop, [&] { waker.signal(); }};
    base::line_process child{wanted};
    failure_text said;
    while (!child.ended()) {
        auto const line = child.next(waker.descriptor(), std::chrono::steady_clock::now() + tick_length);
        if (request.stop.stop_requested()) {
            child.kill();
            throw error{errc::cancelled, "stopped by request"};
        }
        if (!line) {
            if (request.tick)
                request.tick();
            continue;
        }
        if (line->from == base::line_source::output) {
            if (request.output)
                request.output(line->text);
        } else if (tells_failure(line->text) || !said.text().empty() || !request.told)
            said.add(line->text);
        else
            request.told(line->text);
    }
    if (child.exit_status() != 0)
        throw failed(
            std::filesystem::path{request.arguments.front()}.filename().string(), child.exit_status(), said.text()
        );
}

} // namespace alembicore::backup
