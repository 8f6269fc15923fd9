// A job that renders faces: pictures for files. Runs on the engine's worker.
#pragma once

#include <memory>
#include <vector>

#include "core/engine/job.h"
#include "core/engine/requests.h"
#include "core/model/generator.h"

namespace progan {

/// The faces that the request asks for, one per step. Throws Error for a latent of another size than the
/// model's.
std::unique_ptr<JobOf<std::vector<Image>>> make_faces_job(std::shared_ptr<Generator> generator,
                                                          RenderRequest request);

}  // namespace progan
