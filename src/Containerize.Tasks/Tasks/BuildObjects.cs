using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>What tasks of one build leave for each other. MSBuild keeps it until the build ends, in each of its processes, and disposes it then.</summary>
internal static class BuildObjects
{
    /// <summary>Tasks of several projects may run in one process.</summary>
    private static readonly Lock Keeping = new();

    /// <summary>Made when first asked for; where the engine keeps nothing, each time.</summary>
    /// <param name="name">Tells objects of a type apart.</param>
    public static T Keep<T>(IBuildEngine? engine, string name, Func<T> create)
        where T : class
    {
        lock (Keeping)
        {
            if (Find<T>(engine, name) is { } kept)
            {
                return kept;
            }

            var created = create();
            (engine as IBuildEngine4)?.RegisterTaskObject(KeyOf<T>(name), created, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            return created;
        }
    }

    /// <returns>Null where there is none.</returns>
    public static T? Find<T>(IBuildEngine? engine, string name)
        where T : class
        => (engine as IBuildEngine4)?.GetRegisteredTaskObject(KeyOf<T>(name), RegisteredTaskObjectLifetime.Build) as T;

    private static string KeyOf<T>(string name) => $"{typeof(T).FullName} {name}";
}
