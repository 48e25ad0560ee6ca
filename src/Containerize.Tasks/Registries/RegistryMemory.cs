using System.Collections.Concurrent;
using Containerize.Registries.Authentication;
using Containerize.Registries.Credentials;
using Containerize.Registries.Uploads;

namespace Containerize.Registries;

/// <summary>
/// What publishes of one build in one process have in common: who is logged in where, and how registries answer mounts. Only for publishes that would find
/// the same credentials.
/// </summary>
/// <param name="isShared">Whether there are several publishes: what one learns of how a registry asks for logins, others act upon at once.</param>
internal sealed class RegistryMemory(bool isShared = false)
{
    private readonly ConcurrentDictionary<string, KnownLogins> logins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MountHabits> mounts = new(StringComparer.Ordinal);

    /// <summary>What credential helpers said.</summary>
    public HelperAnswers Helpers { get; } = new();

    /// <param name="registry">As it is referred to.</param>
    public KnownLogins LoginsAt(string registry) => logins.GetOrAdd(registry, _ => new KnownLogins(isShared));

    /// <inheritdoc cref="LoginsAt"/>
    public MountHabits MountsAt(string registry) => mounts.GetOrAdd(registry, _ => new MountHabits());
}
