using System.Runtime.InteropServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>A running f64 sum that also carries what rounding lost, after Neumaier (1974, doi:10.1002/zamm.19740540106).</summary>
[StructLayout(LayoutKind.Auto)]
public struct CompensatedSum
{
    private double _sum;
    private double _lost;

    /// <summary>The sum. Once an infinity or NaN was added, what plain addition gives.</summary>
    public readonly double Value => double.IsFinite(_sum) ? _sum + _lost : _sum;

    /// <summary>Adds a term.</summary>
    public void Add(double term)
    {
        double sum = _sum + term;
        _lost += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }

    /// <summary>Adds another sum with what it carries.</summary>
    public void Add(CompensatedSum other)
    {
        Add(other._sum);
        _lost += other._lost;
    }
}
