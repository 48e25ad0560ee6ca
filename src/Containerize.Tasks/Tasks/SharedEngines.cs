using Containerize.Engines;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>What engines of this machine have answered to tasks of one build.</summary>
internal static class SharedEngines
{
    public static EngineAnswers Of(IBuildEngine? engine) => BuildObjects.Keep(engine, string.Empty, () => new EngineAnswers());
}
