#include "core/train/run_log.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/files/file_mark.h"
#include "core/support/error.h"
#include "core/train/checkpoint.h"

namespace progan {
namespace {

/// JSON has no NaN, so a loss that is missing or null counts as 0.
double number(const nlohmann::json& line, const char* name) {
    const auto found = line.find(name);
    return found != line.end() && found->is_number() ? found->get<double>() : 0;
}

std::int64_t count(const nlohmann::json& line, const char* name) {
    const auto found = line.find(name);
    return found != line.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

/// Earlier versions wrote the number alone, and none when a run was resumed.
void take_pictures(const nlohmann::json& line, RunPictures& pictures) {
    if (!line.contains("pictures")) return;
    pictures = {count(line, "pictures"),    count(line, "held_back"),  count(line, "enlarged"),
                count(line, "transparent"), count(line, "unreadable"), {}};
    if (const auto left_out = line.find("left_out"); left_out != line.end() && left_out->is_array())
        for (const nlohmann::json& phrase : *left_out)
            if (phrase.is_string()) pictures.left_out.push_back(phrase.get<std::string>());
}

/// What was measured at the last snapshot.
void take_measure(const nlohmann::json& line, RunLog& log) {
    RunSnapshot& snapshot = log.snapshots.back();
    if (const auto troubles = line.find("troubles"); troubles != line.end() && troubles->is_array())
        for (const nlohmann::json& name : *troubles)
            if (name.is_string())
                if (const auto trouble = kTroubleNames.find(name.get<std::string>()))
                    snapshot.troubles.push_back(*trouble);
    if (!line.contains("swd")) return;
    snapshot.distance = number(line, "swd");
    const RunSnapshot* best = log.best ? &log.snapshots[*log.best] : nullptr;
    if (best == nullptr || snapshot.level > best->level || *snapshot.distance < *best->distance)
        log.best = log.snapshots.size() - 1;
}

}  // namespace

bool is_run_folder(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(folder / "events.jsonl", ignored) ||
           is_training_checkpoint(folder / "checkpoint.safetensors");
}

bool RunFollower::refresh() {
    const std::filesystem::path path = folder_ / "events.jsonl";
    const FileMark mark = file_mark(path);
    if (!mark.exists())
        throw Error("{} contains no training run: events.jsonl is missing.", folder_.string());
    const std::uint64_t size = mark.size;
    bool changed = false;
    if (mark.node != file_number_ || size < read_) {
        file_number_ = mark.node;
        read_ = 0;
        log_ = {};
        changed = true;
    }
    if (size == read_) return changed;
    std::ifstream file(path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(read_));
    for (std::string line; std::getline(file, line) && !file.eof();) {
        read_ += line.size() + 1;
        take(line);
        changed = true;
    }
    return changed;
}

void RunFollower::take(const std::string& text) {
    const nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
    if (!line.is_object()) return;
    try {
        const auto event = line.at("event").get<std::string>();
        const auto images = line.at("images").get<std::int64_t>();
        const int level = line.at("level").get<int>();
        if (event == "start") {
            log_.name = line.at("configuration").value("name", "");
            log_.resolution = line.at("configuration").at("resolution").get<int>();
        }
        if (event == "start" || event == "resume") {
            log_.total = line.at("total").get<std::int64_t>();
            take_pictures(line, log_.pictures);
            log_.finished = event == "resume" && images >= log_.total;
        }
        if (event == "progress")
            log_.points.push_back({images, level, line.at("phase") == "fade-in", number(line, "alpha"),
                                   number(line, "generator_loss"), number(line, "discriminator_loss"),
                                   number(line, "images_per_second"), number(line, "augment_probability"),
                                   number(line, "seconds_left")});
        if (event == "snapshot") {
            log_.snapshots.push_back({images, level, number(line, "alpha"),
                                      folder_ / line.at("model").get<std::string>(),
                                      folder_ / line.at("sheet").get<std::string>()});
            take_measure(line, log_);
        }
        if (event == "retry") log_.retry = {count(line, "diverged_after"), images};
        log_.diverged = event == "diverged";
        if (event == "finish") log_.finished = true;
    } catch (const nlohmann::json::exception&) {  // written by a later version
    }
}

}  // namespace progan
