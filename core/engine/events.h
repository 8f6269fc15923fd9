// What the engine tells the window: values, put into a queue by the worker and taken out by the window.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/engine/job.h"
#include "core/engine/requests.h"
#include "core/image/image.h"
#include "core/model/backend.h"
#include "core/model/channel_maps.h"
#include "core/model/face_anchors.h"
#include "core/model/first_layer.h"
#include "core/model/weight_figures.h"

namespace progan {

/// What a model is, without its weights: for panels and commands.
struct ModelInfo {
    ModelSpec spec;
    std::string sha256;
    std::string path;
    std::size_t file_bytes = 0;
    std::int64_t parameter_count = 0;
    std::vector<OriginFact> origin;  ///< of a checkpoint of another code base: what was found and decided
    std::shared_ptr<const FirstLayerWeight> first_layer = {};  ///< may be null
    std::string axes = {};  ///< the text of those that its file carries (core/axes/model_axes.h), or empty
    std::optional<FaceAnchors> anchors = {};  ///< where its faces' eyes and mouth lie, if its file says so
    std::vector<WeightFigures> weights = {};  ///< layer by layer
};

struct BackendReady {  ///< the torch library is loaded
    std::string version;
    std::vector<Device> devices;
};
struct ModelProgress {  ///< a large model is being read
    std::uint64_t id = 0;
    std::int64_t done = 0, total = 0;
};
struct ModelCancelled {
    std::uint64_t id = 0;
};
struct ModelReady {
    std::uint64_t epoch = 0;  ///< faces from now on carry it
    ModelInfo model;
    std::string device;
    std::string arithmetic;      ///< Generator::precision()
    std::string note;            ///< empty, or a sentence: a GPU was asked for and the CPU was taken
    bool shows_features = true;  ///< Generator::shows_features()
};
struct DeviceLost {      ///< the model's device failed in the middle of a session; another continues its work
    std::string device;  ///< the one that took over
    std::string arithmetic;
    std::string note;
    bool shows_features = true;
};
struct FaceReady {
    std::uint64_t request_id = 0;
    std::uint64_t epoch = 0;
    Purpose purpose = Purpose::main_view;
    std::size_t index = 0;  ///< which of the request's latents
    int level = 0;          ///< the request's
    /// The picture is a coarser one of the same face, because the whole takes too long to follow the hand.
    /// The whole follows when no other request comes for a moment.
    bool preview = false;
    Image image;
    double generator_ms = 0;
};
struct ChannelsReady {  ///< for Purpose::channels
    std::uint64_t request_id = 0;
    std::uint64_t epoch = 0;
    std::shared_ptr<const ChannelMaps> maps;
};
struct PreviewFitting {  ///< a slow model's previews are being prepared, in idle moments
    int done = 0, total = 1;
};
/// Something failed; what was there before continues to work.
struct Failure {
    enum class What { backend, model, render, job, task } what = What::render;
    std::uint64_t id = 0;  ///< of the request, model load, job or task
    std::string message;
    Purpose purpose = Purpose::main_view;  ///< of a render
};
struct JobReport {
    std::uint64_t id = 0;
    enum class State { running, finished, cancelled } state = State::running;
    JobProgress progress;
    std::string text;                      ///< title while running, result when finished
    std::shared_ptr<const Image> picture;  ///< Job::picture()
};
struct TaskDone {
    std::uint64_t id = 0;
};
using Event = std::variant<BackendReady, ModelProgress, ModelCancelled, ModelReady, DeviceLost, FaceReady,
                           ChannelsReady, PreviewFitting, Failure, JobReport, TaskDone>;

}  // namespace progan
