using System.Runtime.InteropServices;

namespace Ronchi.Kernels.Planes;

/// <summary>
/// Zeroth and first moments of a frame in counts: the dose, and the sums that give the centre of mass (row, column) = (<see cref="Row"/>,
/// <see cref="Column"/>) / <see cref="Total"/>.
/// </summary>
/// <remarks>Integers modulo 2⁶⁴: exact for every frame whose moments stay below that.</remarks>
[StructLayout(LayoutKind.Auto)]
public struct Moments : IEquatable<Moments>
{
    /// <summary>Σ value.</summary>
    public ulong Total { get; set; }

    /// <summary>Σ value · row.</summary>
    public ulong Row { get; set; }

    /// <summary>Σ value · column.</summary>
    public ulong Column { get; set; }

    /// <summary>Pixels that were left out because they hold the type's maximum.</summary>
    public long Excluded { get; set; }

    /// <summary>Whether all four numbers agree.</summary>
    public static bool operator ==(Moments left, Moments right) => left.Equals(right);

    /// <summary>Whether a number differs.</summary>
    public static bool operator !=(Moments left, Moments right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(Moments other) =>
        Total == other.Total && Row == other.Row && Column == other.Column && Excluded == other.Excluded;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Moments other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Total, Row, Column, Excluded);

    /// <inheritdoc/>
    public override readonly string ToString() => $"total {Total}, row {Row}, column {Column}, excluded {Excluded}";
}
