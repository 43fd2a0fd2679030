using System.Numerics;

namespace Ronchi.Kernels.Fourier;

/// <summary>
/// A register of values of as many transforms as it has lanes: one source for every width of registers. Operators act lane by lane.
/// </summary>
/// <typeparam name="TSelf">The register.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lanes of the register.</summary>
    static abstract int Count { get; }

    /// <summary>Reads a value of every lane.</summary>
    static abstract TSelf Load(T* from);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Create(T value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Square roots.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary><paramref name="value"/> where <paramref name="condition"/> is not 0, else 0.</summary>
    static abstract TSelf WhereNotZero(TSelf condition, TSelf value);

    /// <summary>Writes the value of every lane.</summary>
    void Store(T* to);

    /// <summary>Sum over the lanes, in f64 one after another.</summary>
    double Sum();
}
