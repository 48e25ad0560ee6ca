using Xunit;

namespace Containerize.Tests.Hammering;

/// <summary>Tests that take the whole machine, and run when the others are done.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class WholeMachine;
