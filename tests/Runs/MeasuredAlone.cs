using Xunit;

namespace Ronchi.Tests;

/// <summary>Tests that look at the memory of the process: nothing else may take or give any back meanwhile.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuredAlone;
