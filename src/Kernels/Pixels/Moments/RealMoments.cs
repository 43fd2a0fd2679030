using System.Runtime.InteropServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// Zeroth and first moments of a frame of real numbers, in f64: (row, column) = (<see cref="Row"/>, <see cref="Column"/>) /
/// <see cref="Total"/> is its centre of mass.
/// </summary>
/// <param name="Total">Σ value.</param>
/// <param name="Row">Σ value · row.</param>
/// <param name="Column">Σ value · column.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RealMoments(double Total, double Row, double Column);
