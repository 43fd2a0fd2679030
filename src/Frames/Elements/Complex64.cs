using System.Numerics;
using System.Runtime.InteropServices;

namespace Ronchi.Frames;

/// <summary>
/// A complex number of two single-precision numbers: the .NET type of <see cref="ElementType.C64"/>; <see cref="Complex"/> is that of
/// <see cref="ElementType.C128"/>.
/// </summary>
/// <param name="Real">Real part.</param>
/// <param name="Imaginary">Imaginary part.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Complex64(float Real, float Imaginary)
{
    /// <summary>Distance from 0.</summary>
    public float Magnitude => MathF.Sqrt((Real * Real) + (Imaginary * Imaginary));

    /// <summary>The same number in double precision.</summary>
    public static implicit operator Complex(Complex64 value) => new(value.Real, value.Imaginary);

    /// <summary>The nearest number in single precision.</summary>
    public static explicit operator Complex64(Complex value) => new((float)value.Real, (float)value.Imaginary);

    /// <summary>Sum.</summary>
    public static Complex64 operator +(Complex64 left, Complex64 right) => new(left.Real + right.Real, left.Imaginary + right.Imaginary);

    /// <summary>Difference.</summary>
    public static Complex64 operator -(Complex64 left, Complex64 right) => new(left.Real - right.Real, left.Imaginary - right.Imaginary);

    /// <summary>Product.</summary>
    public static Complex64 operator *(Complex64 left, Complex64 right) =>
        new((left.Real * right.Real) - (left.Imaginary * right.Imaginary), (left.Real * right.Imaginary) + (left.Imaginary * right.Real));
}
