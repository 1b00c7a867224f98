package io.truebook.contract.benchmark;

/** How fast a figure rises from step to step: the slope of the straight line nearest to it. */
final class Slope {

    private double count;
    private double sumX;
    private double sumY;
    private double sumXy;
    private double sumXx;

    void add(double step, double figure) {
        count++;
        sumX += step;
        sumY += figure;
        sumXy += step * figure;
        sumXx += step * step;
    }

    /** Zero while there is only one step to look at. */
    double perStep() {
        double spread = count * sumXx - sumX * sumX;
        return spread == 0 ? 0 : (count * sumXy - sumX * sumY) / spread;
    }
}
