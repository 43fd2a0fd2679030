namespace Ronchi.Sources.Synthetic;

/// <summary>One beam of a crystal seen along [110]: a copy of the aperture, displaced by a reciprocal lattice vector.</summary>
internal sealed class DiffractedBeam
{
    private readonly int _top;
    private readonly int _left;
    private readonly int _height;
    private readonly int _width;
    private readonly float[] _real;
    private readonly float[] _imaginary;
    private readonly int _detectorColumns;

    /// <summary>Draws the displaced aperture once: amplitude with a soft edge, phase from the defocus.</summary>
    /// <param name="settings">The recording.</param>
    /// <param name="gRow">Displacement in 1/nm along the detector's rows.</param>
    /// <param name="gColumn">Displacement in 1/nm along the detector's columns.</param>
    /// <param name="amplitude">Amplitude of the beam at thickness 1.</param>
    public DiffractedBeam(SyntheticScanSettings settings, double gRow, double gColumn, double amplitude)
    {
        GRow = gRow;
        GColumn = gColumn;
        Amplitude = amplitude;
        var wavelength = settings.WavelengthNm;
        var perPixel = settings.SemiAngleMrad / 1000 / settings.DiskRadius / wavelength;   // 1/nm a pixel
        var centreRow = ((settings.DetectorRows - 1) / 2.0) + (gRow / perPixel);
        var centreColumn = ((settings.DetectorColumns - 1) / 2.0) + (gColumn / perPixel);
        var reach = settings.DiskRadius + 5;
        _detectorColumns = settings.DetectorColumns;
        _top = Math.Clamp((int)Math.Ceiling(centreRow - reach), 0, settings.DetectorRows);
        _left = Math.Clamp((int)Math.Ceiling(centreColumn - reach), 0, settings.DetectorColumns);
        _height = Math.Max(0, Math.Min(settings.DetectorRows, (int)Math.Floor(centreRow + reach) + 1) - _top);
        _width = Math.Max(0, Math.Min(settings.DetectorColumns, (int)Math.Floor(centreColumn + reach) + 1) - _left);
        _real = new float[_height * _width];
        _imaginary = new float[_height * _width];
        for (var i = 0; i < _real.Length; i++)
        {
            var row = _top + (i / _width) - centreRow;
            var column = _left + (i % _width) - centreColumn;
            var distance = Math.Sqrt((row * row) + (column * column));
            var edge = Math.Sqrt(1 / (1 + Math.Exp((distance - settings.DiskRadius) / 0.45)) / (Math.PI * settings.DiskRadius * settings.DiskRadius));
            var phase = Math.PI * wavelength * settings.DefocusNm * distance * distance * perPixel * perPixel;
            _real[i] = (float)(edge * Math.Cos(phase));
            _imaginary[i] = (float)(-edge * Math.Sin(phase));
        }
    }

    /// <summary>Row component of the reciprocal lattice vector in 1/nm.</summary>
    public double GRow { get; }

    /// <summary>Column component of the reciprocal lattice vector in 1/nm.</summary>
    public double GColumn { get; }

    /// <summary>Amplitude at thickness 1; the undiffracted beam has what the others leave.</summary>
    public double Amplitude { get; }

    /// <summary>Whether this is the undiffracted beam.</summary>
    public bool IsCentral => GRow == 0 && GColumn == 0;

    /// <summary>Adds the beam to the wave on the detector.</summary>
    /// <param name="real">Real part of the wave, detector row-major.</param>
    /// <param name="imaginary">Imaginary part of the wave.</param>
    /// <param name="factorReal">Real part of the beam's complex amplitude.</param>
    /// <param name="factorImaginary">Imaginary part of the beam's complex amplitude.</param>
    public void AddTo(Span<float> real, Span<float> imaginary, float factorReal, float factorImaginary)
    {
        for (var row = 0; row < _height; row++)
        {
            var begin = ((_top + row) * _detectorColumns) + _left;
            var toReal = real.Slice(begin, _width);
            var toImaginary = imaginary.Slice(begin, _width);
            var ownReal = _real.AsSpan(row * _width, _width);
            var ownImaginary = _imaginary.AsSpan(row * _width, _width);
            for (var column = 0; column < toReal.Length; column++)
            {
                toReal[column] += (ownReal[column] * factorReal) - (ownImaginary[column] * factorImaginary);
                toImaginary[column] += (ownReal[column] * factorImaginary) + (ownImaginary[column] * factorReal);
            }
        }
    }
}
