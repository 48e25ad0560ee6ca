using Containerize.Diagnostics;
using Containerize.Reporting;

namespace Containerize.Publishing;

/// <summary>What came of a publish to one or several destinations, each of which is whole or has failed.</summary>
/// <param name="Results">Of those that are whole, in the order in which they were asked for.</param>
/// <param name="Failures">What the others failed of. Of a publish to one destination its failure is thrown.</param>
internal sealed record PublishOutcome(IReadOnlyList<PublishResult> Results, IReadOnlyList<ContainerizeException> Failures);
