using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;

namespace Ronchi.Signals;

/// <summary>
/// Something that follows from data, not computed before somebody looks: data, frames made from frames, or results. Immutable, and equal by
/// content.
/// </summary>
public interface ISignal
{
    /// <summary>Says what it is made of: signals with equal texts are equal.</summary>
    string Id { get; }

    /// <summary>The frames that it is made from; null: it is the data.</summary>
    Scan? Parent { get; }

    /// <summary>What makes it from them; null: it is the data.</summary>
    OperationCall<Operation>? Call { get; }

    /// <summary>The scan positions that go in; null: all.</summary>
    ScanRegion? Region { get; }
}
